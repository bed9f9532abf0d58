import type {Socket} from "node:net";

/** What machines say to each other before, during and after a training; each is one line of JSON. */
export type Message =
  /** To the first machine: what is to be trained, and the places that may be the sender's. */
  | {say: "hello"; task: string; places: number[]}
  /** From the first machine: all are there. */
  | {say: "go"; rank: number}
  /** The training ended well here. */
  | {say: "done"}
  /** It cannot go on, and why. */
  | {say: "stop"; reason: string};

/** More than any message is long. */
const MOST_CHARACTERS = 100_000;

export const send = (socket: Socket, message: Message): void =>
  void socket.write(`${JSON.stringify(message)}\n`);

/** Calls back for each message that comes; a socket that says something else is ended. */
export function onMessages(socket: Socket, receive: (message: Message) => void): void {
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop()!;
    try {
      if (rest.length > MOST_CHARACTERS) throw new RangeError();
      for (const line of lines) receive(JSON.parse(line) as Message);
    } catch {
      socket.destroy();
    }
  });
}
