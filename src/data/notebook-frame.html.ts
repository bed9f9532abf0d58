import {emit} from "../../loaders/site/emit.ts";
import {notebookFrameHtml} from "../../loaders/site/notebookFrame.ts";

emit(await notebookFrameHtml());
