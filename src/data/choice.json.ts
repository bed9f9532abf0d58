import {choiceJson} from "../../loaders/site/choice.ts";
import {emit, siteInputs} from "../../loaders/site/emit.ts";

emit(choiceJson(siteInputs()));
