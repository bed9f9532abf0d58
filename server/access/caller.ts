import type {FastifyInstance} from "fastify";
import {type Caller, LOCAL_CALLER, type Role} from "../../src/core/access/roles.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks. */
    caller: Caller;
  }
  interface FastifyContextConfig {
    /** The least role that may ask this route; viewer when nothing is said. */
    role?: Role;
  }
}

/** Gives every request its caller. */
export function noteCallers(app: FastifyInstance): void {
  app.decorateRequest("caller", {getter: () => LOCAL_CALLER});
}
