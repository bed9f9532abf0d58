import {
  NOTEBOOK_ID,
  type Notebook,
  type NotebookChange,
  notebookChangeSchema
} from "../../src/core/schema/notebook.ts";
import {nameOf} from "../access/caller.ts";
import type {Notebooks} from "../notebooks/notebooks.ts";
import type {Audience} from "./audience.ts";
import {requestOf} from "./checked.ts";
import {createPresence} from "./presence.ts";
import type {Connection, Io} from "./types.ts";

const joinOf = requestOf<{id: string; name: string}>({
  type: "object",
  required: ["id", "name"],
  additionalProperties: false,
  properties: {id: {type: "string", pattern: NOTEBOOK_ID}, name: {type: "string", maxLength: 60}}
});
const changeOf = requestOf<NotebookChange>(notebookChangeSchema);

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
  notebooks.onChange((fact) => audience.tell(`notebook:${fact.id}`, "notebook:changed", fact));
  const presence = createPresence({
    io,
    slot: "notebook",
    tell: (id, people) => audience.tell(`notebook:${id}`, "notebook:presence", {id, people})
  });

  return {
    async "notebook:join"(socket, request) {
      const {id, name: given} = joinOf(request);
      const name = nameOf(socket.data.caller, given);
      await notebooks.read(id);
      await presence.enter(socket, id, name);
      return notebooks.read(id);
    },
    async "notebook:leave"(socket) {
      await presence.leave(socket);
      return null;
    },
    "notebook:change": (socket, request) => {
      const change = changeOf(request);
      return notebooks.change({...change, by: nameOf(socket.data.caller, change.by)});
    },
    left: presence.left
  };
}
