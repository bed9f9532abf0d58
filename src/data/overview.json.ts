import {emit, siteInputs} from "../../loaders/site/emit.ts";
import {overviewJson} from "../../loaders/site/portfolio.ts";

emit(await overviewJson(siteInputs()));
