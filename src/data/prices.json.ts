import {emit, siteInputs} from "../../loaders/site/emit.ts";
import {pricesJson} from "../../loaders/site/prices.ts";

emit(pricesJson(siteInputs()));
