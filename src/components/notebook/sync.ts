import {io, type Socket} from "socket.io-client";
import type {Problem} from "../../core/errors.ts";
import {applyChange, type Content, changeOf, rebase} from "../../core/notebook/changes.ts";
import type {ClientToServer, ServerToClient} from "../../core/protocol.ts";
import type {Notebook, NotebookChange} from "../../core/schema/notebook.ts";
import {basePath} from "../shell/base.ts";
import {askToSignIn} from "../shell/signIn.ts";

/** Milliseconds after a keystroke until the change is sent. */
const PAUSE_MS = 400;
const ANSWER_TIMEOUT_MS = 10_000;

/** What a page is told of the notebook that it has open. */
export interface SyncListener {
  /** The content is another one, because somebody else changed it. */
  onContent(content: Content): void;
  onState(state: {version: number; isWaiting: boolean}): void;
  onPeople(people: string[]): void;
  /** A change was refused. */
  onRefusal(problem: Problem): void;
}

/** A notebook that is kept on the server and open here. */
export interface Sync {
  /** What the notebook is here, with what was changed here and is not sent yet. */
  content(): Content;
  change(change: Omit<NotebookChange, "id" | "by">): void;
  /** Goes on under another name; what was changed here and not yet sent stays. */
  rename(name: string): void;
  close(): void;
}

/**
 * Keeps a notebook the same here and on the server: what is changed here is sent, what others change comes in, and
 * what was changed without a connection is sent when it is back.
 */
export function createSync(first: Notebook, as: string, listener: SyncListener): Sync {
  const {id} = first;
  let name = as;
  const socket: Socket<ServerToClient, ClientToServer> = io({path: `${basePath}/socket.io/`, forceNew: true});
  let known: Content & {version: number} = first;
  let ours: Content = first;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSending = false;

  const tell = () => listener.onState({version: known.version, isWaiting: !socket.connected});

  /** Takes what the notebook is on the server, and puts what was changed here upon it. */
  function take(theirs: Content & {version: number}) {
    const before = ours;
    ours = rebase(known, ours, theirs, name);
    known = theirs;
    if (changeOf(before, ours)) listener.onContent(ours);
    tell();
    if (changeOf(known, ours)) schedule();
  }

  function schedule() {
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE_MS);
  }

  async function flush() {
    const change = changeOf(known, ours);
    if (!change || isSending || !socket.connected) return;
    isSending = true;
    const answer = await socket
      .timeout(ANSWER_TIMEOUT_MS)
      .emitWithAck("notebook:change", {id, by: name, ...change})
      .catch(() => null);
    isSending = false;
    if (answer && !answer.ok) listener.onRefusal(answer.problem);
    else if (changeOf(known, ours)) schedule();
  }

  const join = async (): Promise<void> => {
    const before = known;
    const answer = await socket.emitWithAck("notebook:join", {id, name});
    if (!answer.ok) listener.onRefusal(answer.problem);
    else if (known !== before && answer.body.version < known.version) await join();
    else take(answer.body);
  };
  socket.on("connect", () => void join());
  socket.on("disconnect", tell);
  askToSignIn(socket);
  socket.on("facts:dropped", () => void join());
  socket.on("notebook:presence", ({people}) => listener.onPeople(people));
  socket.on("notebook:changed", (fact) => {
    if (fact.version <= known.version) return;
    if (fact.version > known.version + 1) return void join();
    const byId = new Map([...known.cells, ...fact.set].map((cell) => [cell.id, cell]));
    take({title: fact.title, cells: fact.order.map((cell) => byId.get(cell)!), version: fact.version});
  });

  return {
    content: () => ours,
    change(change) {
      ours = applyChange(ours, {...change, by: name});
      schedule();
    },
    rename(next) {
      name = next;
      if (socket.connected) void join();
    },
    close() {
      void flush();
      setTimeout(() => socket.close(), 100);
    }
  };
}
