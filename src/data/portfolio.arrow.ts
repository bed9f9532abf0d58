import {emit, siteInputs} from "../../loaders/site/emit.ts";
import {portfolioArrow} from "../../loaders/site/portfolio.ts";

emit(await portfolioArrow(siteInputs()));
