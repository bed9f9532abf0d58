import {driftJson} from "../../loaders/drift/report.ts";
import {emit, siteInputs} from "../../loaders/site/emit.ts";

emit(driftJson(siteInputs()));
