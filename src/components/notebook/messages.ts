import type {LiveBatch} from "../../core/live/batch.ts";
import type {Cell, NotebookChange} from "../../core/schema/notebook.ts";
import type {Currency} from "../../core/words/money.ts";
import type {Lang} from "../i18n.ts";

/** A name that the editor completes, with what it stands for. */
export interface Completion {
  label: string;
  detail: string;
  type: "variable" | "function" | "property" | "class";
}

/** What the page tells the frame that runs the cells. */
export type ToFrame =
  | {
      type: "open";
      lang: Lang;
      currency: Currency | null;
      cells: readonly Cell[];
      names: readonly Completion[];
    }
  /** The cells as they are now, after somebody else changed some; they have the first `heard` changes of the frame in them. */
  | {type: "show"; cells: readonly Cell[]; heard: number}
  | {type: "answer"; call: number; value?: unknown; error?: string}
  | {type: "live"; batch: LiveBatch};

/** What the frame tells the page. Nothing in it is trusted: the code of the cells may send it too. */
export type FromFrame =
  | {type: "change"; change: Pick<NotebookChange, "set" | "remove" | "order">}
  /** Cells were shown that do not have a change of the frame in them, and were left aside. */
  | {type: "again"}
  | {type: "call"; call: number; name: string; args: unknown[]}
  | {type: "height"; height: number};
