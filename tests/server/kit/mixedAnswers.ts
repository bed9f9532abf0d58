import type {ModelRef, Score} from "../../../src/core/schema/score.ts";

export type Row = Pick<Score, "clientId" | "rawScore" | "score" | "decision">;
/** What an answer says, and whose it says it is. */
export interface Told {
  kind: string;
  model: Pick<ModelRef, "sha256">;
  rows: Row[];
}
/** sha256 → client → what the model says of it. */
export type Expected = Map<string, Map<number, Row>>;

export const row = ({clientId, rawScore, score, decision}: Row): Row => ({
  clientId,
  rawScore,
  score,
  decision
});

/** Names the answers that are not what the model they name says. */
export function mixed(answers: readonly Told[], expected: Expected): string[] {
  return answers.flatMap(({kind, model, rows}) =>
    rows.flatMap((one) => {
      const said = expected.get(model.sha256)?.get(one.clientId);
      const same = said && JSON.stringify(row(said)) === JSON.stringify(row(one));
      return same ? [] : [`${kind} of ${one.clientId} is not what ${model.sha256.slice(0, 8)} says`];
    })
  );
}
