import {BUILD_COMMAND, findLibrary} from "../../models/lightgbm/library.ts";

/** Why a test that needs LightGBM itself is skipped; false when it can run. */
export const SKIP_WITHOUT_LIGHTGBM =
  findLibrary() === undefined
    ? `LightGBM is not built here; \`${BUILD_COMMAND}\` builds it, or set LIGHTGBM_LIB`
    : false;
