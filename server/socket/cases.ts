import type {CaseAnswer, CaseChange} from "../../src/core/schema/case.ts";
import {actorOf} from "../access/actor.ts";
import {caseChangeBody} from "../cases/body.ts";
import type {Cases} from "../cases/cases.ts";
import type {Audience} from "./audience.ts";
import {requestOf} from "./checked.ts";
import {createPresence} from "./presence.ts";
import type {Connection, Io} from "./types.ts";

const clientId = {type: "integer", minimum: 1, maximum: 2 ** 31 - 1} as const;
const {by} = caseChangeBody.properties;
const joinOf = requestOf<{clientId: number; version?: number; by?: string}>({
  type: "object",
  required: ["clientId"],
  additionalProperties: false,
  properties: {clientId, version: {type: "integer", minimum: 0}, by}
});
const changeOf = requestOf<CaseChange & {clientId: number}>({
  ...caseChangeBody,
  required: ["clientId"],
  properties: {...caseChangeBody.properties, clientId}
});

/** The commands about cases, and what to do when a socket is gone. */
export interface CaseCommands {
  "case:join"(socket: Connection, request: unknown): Promise<CaseAnswer & {people: string[]}>;
  "case:leave"(socket: Connection, request: unknown): Promise<null>;
  "case:change"(socket: Connection, request: unknown): Promise<{version: number}>;
  left(socket: Connection): void;
}

/** Creates the commands about cases, and tells everyone who has one open of its changes. */
export function createCaseCommands(parts: {io: Io; audience: Audience; cases: Cases}): CaseCommands {
  const {io, audience, cases} = parts;
  cases.onChange((news) => audience.tell(`case:${news.clientId}`, "case:changed", news));
  const presence = createPresence({
    io,
    slot: "case",
    tell: (id, people) => audience.tell(`case:${id}`, "case:presence", {clientId: Number(id), people})
  });

  return {
    async "case:join"(socket, request) {
      const {clientId, version, by} = joinOf(request);
      const {name} = actorOf(socket.data.caller, by);
      await cases.read(clientId);
      await presence.enter(socket, String(clientId), name);
      return {...(await cases.read(clientId, version)), people: await presence.people(String(clientId))};
    },
    async "case:leave"(socket) {
      await presence.leave(socket);
      return null;
    },
    async "case:change"(socket, request) {
      const {clientId, ...change} = changeOf(request);
      const {caller} = socket.data;
      const {version} = await cases.change(actorOf(caller, change.by), clientId, change);
      return {version};
    },
    left: presence.left
  };
}
