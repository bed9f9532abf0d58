import {emit, siteInputs} from "../../loaders/site/emit.ts";
import {groupJson} from "../../loaders/site/group.ts";

emit(await groupJson(siteInputs()));
