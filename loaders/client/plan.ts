import {PLAN} from "../features/all.ts";
import type {Feature} from "../features/feature.ts";
import {clientChunk} from "../features/machine/clientChunk.ts";
import {createMachine} from "../features/machine/machine.ts";
import {type AbsentColumns, unknowable} from "../features/unknowable.ts";
import type {ClientRows} from "../types.ts";

/** Computes the features of one client from its raw rows: one value per feature, in order, NaN for missing. */
export type ClientPlan = (rows: ClientRows) => Float64Array;

/**
 * Compiles features once into a function of one client's raw rows, which may have been edited, added or
 * removed. The rows may come in any order. `absent` are the columns that the data set's tables came without. The feature store keeps Math.fround of these values.
 */
export function createClientPlan(
  features: readonly Feature[] = PLAN,
  absent: AbsentColumns = {}
): ClientPlan {
  const isUnknowable = unknowable(features, absent);
  const machine = createMachine(features.map((f) => f.expression));
  return (rows) => {
    const done = machine.run(clientChunk(rows));
    return Float64Array.from(features, (f, i) =>
      isUnknowable[i] ? Number.NaN : done.numbers(f.expression)[0]!
    );
  };
}
