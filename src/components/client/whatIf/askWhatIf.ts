import type {Explanation} from "../../../core/schema/explanation.ts";
import {postJson} from "../../api.ts";
import type {Bilingual, Cell} from "../clientApi.ts";
import {type CompactAnswer, wholeAnswer} from "./compactAnswer.ts";
import type {FeatureEngine} from "./featureEngine.ts";
import {type Edits, isUntouched} from "./whatIfState.ts";

/** A client as they are and as edits would have them, and which features differ. */
export interface WhatIfAnswer {
  before: Explanation;
  after: Explanation;
  changed: {name: string; label: Bilingual; before: Cell; after: Cell}[];
}

/** Asks what edits lead to. @throws ApiError REQUEST_INVALID naming each cell that cannot be */
export type AskWhatIf = (edits: Edits) => Promise<WhatIfAnswer>;

/**
 * Creates what answers about one client: features alone by the page's own `engine` where there is one, records and all
 * else by the server. The same edits again are asked once.
 * @param engine answers null until it is there, and where the server has to be asked
 */
export function createAskWhatIf(
  before: Explanation,
  engine: () => FeatureEngine | null = () => null
): AskWhatIf {
  const unchanged: WhatIfAnswer = {before, after: before, changed: []};
  let last: {key: string; answer: Promise<WhatIfAnswer>} | undefined;
  return (edits) => {
    if (isUntouched(edits)) return Promise.resolve(unchanged);
    const key = JSON.stringify(edits);
    if (last?.key === key) return last.answer;
    const own = edits.rows.length === 0 ? engine() : null;
    const answer = own ? Promise.resolve().then(() => own(edits.features)) : askServer(before, edits);
    last = {key, answer};
    answer.catch(() => {
      if (last?.answer === answer) last = undefined;
    });
    return answer;
  };
}

/** Asks for what the page does not know already; for all of it where another model or cut-off decides meanwhile. */
async function askServer(before: Explanation, edits: Edits): Promise<WhatIfAnswer> {
  const path = `/v1/clients/${before.clientId}/what-if`;
  const answer = await postJson<CompactAnswer>(`${path}?form=compact&before=none`, edits);
  return wholeAnswer(answer, before) ?? postJson<WhatIfAnswer>(path, edits);
}
