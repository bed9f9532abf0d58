import {connect, type Socket} from "node:net";
import {onMessages, send} from "./lines.ts";
import {type Machine, machineName} from "./list.ts";
import type {Meeting, MeetingEvents} from "./meeting.ts";

const RETRY_MS = 250;

/** Comes to the meeting that the first machine leads, and calls it until it answers. */
export function attendMeeting(
  first: Machine,
  places: readonly number[],
  task: string,
  waitMs: number,
  {onGo, onStop}: MeetingEvents
): Meeting {
  const until = Date.now() + waitMs;
  let isOver = false;
  let isTold = false;
  let socket: Socket;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (reason: string) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    socket.destroy();
    onStop(reason);
  };
  const call = () => {
    socket = connect(first.port, first.host);
    let isConnected = false;
    socket.setKeepAlive(true, 10_000);
    socket.on("error", () => {});
    socket.on("connect", () => {
      isConnected = true;
      send(socket, {say: "hello", task, places: [...places]});
    });
    socket.on("close", () => {
      if (isOver) return;
      if (isTold) stop(`The connection with ${machineName(first)} was lost before the training ended.`);
      else if (Date.now() < until) timer = setTimeout(call, isConnected ? 4 * RETRY_MS : RETRY_MS);
      else stop(noAnswer);
    });
    onMessages(socket, (message) => {
      if (message.say === "stop") return stop(message.reason);
      if (message.say === "done") {
        isOver = true;
        socket.end();
      }
      if (message.say === "go") {
        isTold = true;
        clearTimeout(deadline);
        onGo(message.rank);
      }
    });
  };
  const noAnswer = `${machineName(first)}, the first of --machines, did not let the training begin within ${waitMs / 1000} s; the same command was expected to be started on all of them.`;
  // The first machine tells who is missing, so it is given a moment more.
  const deadline = setTimeout(() => stop(noAnswer), waitMs + 2000);
  call();
  return {
    leave() {
      isOver = true;
      clearTimeout(timer);
      clearTimeout(deadline);
      send(socket, {say: "done"});
      socket.end();
    }
  };
}
