import {type Capi, check, loadCapi} from "./capi.ts";
import {paramsToString} from "./params.ts";

/** LightGBM does not heed it on Linux, where a socket waits for ever; who waits in vain is told by models/machines. */
const TIME_OUT_MINUTES = 120;

export interface NetworkPlace {
  /** Numeric IPv4 addresses with ports, "10.0.0.1:12400", the same list in the same order on every machine. */
  addresses: readonly string[];
  /** The place of this machine in the list. */
  rank: number;
  /** The port to listen on; that of the list, but for the first machine, which nobody calls. */
  listenPort: number;
}

/**
 * Connects the machines by LightGBM's own sockets: what this thread trains from now on, all train together, and each call
 * that makes a dataset or grows a tree waits for the others.
 * @throws LIGHTGBM_FAILED with LightGBM's words, LIGHTGBM_MISSING when it is not built
 */
export function openNetwork(
  {addresses, rank, listenPort}: NetworkPlace,
  capi: Capi = loadCapi()
): {close(): void} {
  // Any call that reads parameters makes the thread as quiet as they say; connecting reads none.
  check(capi, "LGBM_GetSampleCount", capi.LGBM_GetSampleCount(1, paramsToString({}), [0]));
  const machines = [...addresses, `rank=${rank}`].join(",");
  check(
    capi,
    "LGBM_NetworkInit",
    capi.LGBM_NetworkInit(machines, listenPort, TIME_OUT_MINUTES, addresses.length)
  );
  return {
    close() {
      capi.LGBM_NetworkFree();
    }
  };
}
