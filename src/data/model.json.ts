import {emit, siteInputs} from "../../loaders/site/emit.ts";
import {modelJson} from "../../loaders/site/model.ts";

emit(modelJson(siteInputs()));
