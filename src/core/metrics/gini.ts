import {auc} from "./auc.ts";

/** Computes the Gini coefficient of a score, 2·AUC − 1; same arguments as `auc`. */
export function gini(target: ArrayLike<number>, score: ArrayLike<number>): number {
  return 2 * auc(target, score) - 1;
}
