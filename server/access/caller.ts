import {type Caller, LOCAL_CALLER, type Role} from "../../src/core/access/roles.ts";
import type {Identity} from "./access.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; with the least role where a route is for anyone and nobody said who they are. */
    caller: Caller;
    /** How it is known who asks; null where it is not. */
    identity: Identity | null;
  }
  interface FastifyContextConfig {
    /**
     * The least role that may ask this route, or "anyone", signed in or not. Every route says it; one that does not is
     * for administrators alone.
     */
    role?: Role | "anyone";
    /** Whether people open this route in a browser, and are led to the sign-in when they have not. */
    isPage?: boolean;
    /** Whether this route answers under any name, as probes ask that know an address only. */
    anyHost?: boolean;
  }
}

/** Who asks where nobody said so. */
export const NOBODY: Caller = {name: "nobody", role: "viewer"};

/** Tells under which name what a caller does is kept: their own, and where nobody signs in the one that they give. */
export const nameOf = (caller: Caller, given: string): string =>
  caller === LOCAL_CALLER ? given : caller.name;
