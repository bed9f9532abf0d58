import {Ajv, type ValidateFunction} from "ajv";
import type {Issue} from "../../src/core/errors.ts";
import {
  NOTEBOOK_ID,
  type Notebook,
  type NotebookChange,
  notebookChangeSchema
} from "../../src/core/schema/notebook.ts";
import {nameOf} from "../access/caller.ts";
import type {Notebooks} from "../notebooks/notebooks.ts";
import {invalidRequest} from "../rest/problems.ts";
import {findOversize} from "../validator.ts";
import type {Audience, Room} from "./audience.ts";
import type {Connection, Io} from "./types.ts";

const ajv = new Ajv({allErrors: true, strict: false});
const isJoin = ajv.compile<{id: string; name: string}>({
  type: "object",
  required: ["id", "name"],
  additionalProperties: false,
  properties: {id: {type: "string", pattern: NOTEBOOK_ID}, name: {type: "string", maxLength: 60}}
});
const isChange = ajv.compile<NotebookChange>(notebookChangeSchema);

/** The commands about notebooks, and what to do when a socket is gone. */
export interface NotebookCommands {
  "notebook:join"(socket: Connection, request: unknown): Promise<Notebook>;
  "notebook:leave"(socket: Connection, request: unknown): Promise<null>;
  "notebook:change"(socket: Connection, request: unknown): Promise<{version: number}>;
  left(socket: Connection): void;
}

/** Creates the commands about notebooks, and tells everyone who has one open of its changes. */
export function createNotebookCommands(parts: {
  io: Io;
  audience: Audience;
  notebooks: Notebooks;
}): NotebookCommands {
  const {io, audience, notebooks} = parts;
  notebooks.onChange((fact) => audience.tell(roomOf(fact.id), "notebook:changed", fact));

  /** Tells those who have a notebook open who they are, on whatever replica. */
  async function tellPresence(id: string) {
    const sockets = await io
      .in(roomOf(id))
      .fetchSockets()
      .catch(() => io.local.in(roomOf(id)).fetchSockets());
    const people = sockets
      .flatMap(({data}) => data.notebook ?? [])
      .sort((a, b) => a.sinceMs - b.sinceMs)
      .map(({name}) => name);
    audience.tell(roomOf(id), "notebook:presence", {id, people});
  }

  async function leave(socket: Connection) {
    const {notebook} = socket.data;
    if (!notebook) return;
    delete socket.data.notebook;
    await socket.leave(roomOf(notebook.id));
    void tellPresence(notebook.id);
  }

  return {
    async "notebook:join"(socket, request) {
      const {id, name: given} = checked(isJoin, request);
      const name = nameOf(socket.data.caller, given);
      await notebooks.read(id);
      if (socket.data.notebook?.id !== id) await leave(socket);
      socket.data.notebook = {id, name, sinceMs: Date.now()};
      await socket.join(roomOf(id));
      await tellPresence(id);
      return notebooks.read(id);
    },
    async "notebook:leave"(socket) {
      await leave(socket);
      return null;
    },
    "notebook:change": (socket, request) => {
      const fault = findOversize(notebookChangeSchema as object, request);
      if (fault) throw invalidRequest("change", [fault]);
      const change = checked(isChange, request);
      return notebooks.change({...change, by: nameOf(socket.data.caller, change.by)});
    },
    left(socket) {
      const {notebook} = socket.data;
      if (notebook) void tellPresence(notebook.id);
    }
  };
}

const roomOf = (id: string): Room => `notebook:${id}`;

/** Answers a request that fits its schema. @throws REQUEST_INVALID */
function checked<T>(validate: ValidateFunction<T>, request: unknown): T {
  if (validate(request)) return request;
  const faults = (validate.errors ?? []).map(
    ({instancePath, message = "is invalid"}): Omit<Issue, "code"> => ({path: instancePath || "/", message})
  );
  throw invalidRequest("request", faults);
}
