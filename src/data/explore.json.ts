import {emit, siteInputs} from "../../loaders/site/emit.ts";
import {exploreJson} from "../../loaders/site/explore.ts";

emit(exploreJson(siteInputs()));
