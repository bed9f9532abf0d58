import {emit, siteInputs} from "../../loaders/site/emit.ts";
import {featuresJson} from "../../loaders/site/features.ts";

emit(featuresJson(siteInputs()));
