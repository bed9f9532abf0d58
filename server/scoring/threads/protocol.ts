import type {PolicyLimits} from "../../../src/core/credit/policy.ts";
import type {ModelRef} from "../../../src/core/schema/score.ts";
import type {Currency} from "../../../src/core/words/money.ts";
import type {Config} from "../../config.ts";
import type {ShapeQuery} from "../../rest/answers/explanationShape.ts";
import type {JobKind} from "../engine.ts";

/** What a thread is started with. */
export interface ThreadData {
  config: Pick<Config, "data" | "model" | "cost" | "score">;
  currency: Currency | null;
  /** Where the folders of models are. */
  modelsFolder: string;
}

/** From what answers are to be made; those of another run, model or policy are none. */
export interface MadeFrom {
  /** The folder of the run of npm run features. */
  generation: string;
  model: ModelRef;
  /** See ChosenModel. */
  promotion: number;
  limits: PolicyLimits | null;
}

/** Asks a thread for clients' scores or explanations as JSON. */
export interface ThreadTask {
  id: number;
  kind: JobKind;
  clientIds: readonly number[];
  query: ShapeQuery;
  from: MadeFrom;
}

/** What a thread made: UTF-8 and its tag for each client; null for whom it could not, who is to be asked for again. */
export interface ThreadAnswer {
  id: number;
  made: ({bytes: Uint8Array; etag: string} | null)[];
}
