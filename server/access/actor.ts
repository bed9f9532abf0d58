import {type Caller, LOCAL_CALLER} from "../../src/core/access/roles.ts";
import type {Actor} from "../audit/record.ts";
import {invalidRequest} from "../rest/problems.ts";

/**
 * Tells who does something that is kept with a name. Where no sign-in is asked for everybody is "local", and may say
 * who they are; who has signed in is who they are.
 * @throws REQUEST_INVALID when somebody who has signed in gives another name
 */
export function actorOf({name, role}: Caller, by?: string): Actor {
  if (by === undefined || by === name) return {name, role};
  if (name === LOCAL_CALLER.name) return {name: by, role};
  const message = `is ${JSON.stringify(by)}, but the request comes from ${name}; leave it out`;
  throw invalidRequest("request", [{path: "/by", message}]);
}
