import {isIP} from "node:net";
import {join} from "node:path";
import type {Clock} from "../clock.ts";
import type {Config} from "../config.ts";
import type {Log} from "../log.ts";
import {type Access, createAccess, OPEN_ACCESS} from "./access.ts";
import {createDoors, type Doors} from "./doors.ts";

/** Opens what decides who may ask, as the configuration says; sessions are kept beside the data. */
export function openDoors(
  config: Config,
  clock: Clock,
  log: Log
): {access: Access; doors: Doors; trustedProxies: readonly string[]; language: "en" | "fr"} {
  const {auth, host, dns, allowedHosts, allowedOrigins, language} = config;
  const access =
    auth === null
      ? OPEN_ACCESS
      : createAccess({
          ...auth,
          sessions: join(config.data, "sessions.json"),
          nowMs: () => Date.parse(clock.now()),
          log
        });
  const doors = createDoors({host, dns, allowedHosts, allowedOrigins, isSignedIn: auth !== null});
  // The pages' own process asks from the address that both listen on.
  const trustedProxies = isIP(host) ? [...config.trustedProxies, host] : config.trustedProxies;
  return {access, doors, trustedProxies, language};
}
