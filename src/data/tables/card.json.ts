import {emit, siteInputs} from "../../../loaders/site/emit.ts";
import {tableStoryJson} from "../../../loaders/site/tableStory.ts";

emit(await tableStoryJson(siteInputs(), "credit_card_balance"));
