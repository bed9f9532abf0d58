import {
  type Choice,
  categorical,
  type Distribution,
  float,
  int
} from "../../../src/core/search/distributions.ts";

/** Asks for a parameter's value. */
export type Suggest = (name: string, distribution: Distribution) => Choice;

/** The functions that Optuna's behaviour was recorded on, all to be minimised; see ../shared/optuna/README.md. */
export const FUNCTIONS: Readonly<Record<string, (suggest: Suggest) => number>> = {
  branin(suggest) {
    const x = suggest("x", float(-5, 10)) as number;
    const y = suggest("y", float(0, 15)) as number;
    const b = 5.1 / (4 * Math.PI ** 2);
    return (y - b * x ** 2 + (5 / Math.PI) * x - 6) ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  },
  sphere5(suggest) {
    const centre = [1, -2, 0.5, 3, -1];
    return centre.reduce((sum, c, i) => sum + ((suggest(`x${i}`, float(-5, 5)) as number) - c) ** 2, 0);
  },
  rastrigin3(suggest) {
    return [0.7, -1.3, 2.1].reduce((sum, c, i) => {
      const z = (suggest(`x${i}`, float(-5.12, 5.12)) as number) - c;
      return sum + z * z - 10 * Math.cos(2 * Math.PI * z) + 10;
    }, 0);
  },
  hartmann6(suggest) {
    const alpha = [1, 1.2, 3, 3.2];
    const a = [
      [10, 3, 17, 3.5, 1.7, 8],
      [0.05, 10, 17, 0.1, 8, 14],
      [3, 3.5, 1.7, 10, 17, 8],
      [17, 8, 0.05, 10, 0.1, 14]
    ];
    const p = [
      [1312, 1696, 5569, 124, 8283, 5886],
      [2329, 4135, 8307, 3736, 1004, 9991],
      [2348, 1451, 3522, 2883, 3047, 6650],
      [4047, 8828, 8732, 5743, 1091, 381]
    ];
    const x = Array.from({length: 6}, (_, i) => suggest(`x${i}`, float(0, 1)) as number);
    return -alpha.reduce(
      (sum, weight, i) =>
        sum + weight * Math.exp(-x.reduce((s, v, j) => s + a[i]![j]! * (v - p[i]![j]! * 1e-4) ** 2, 0)),
      0
    );
  },
  lgbm_like(suggest) {
    const a = Math.log((suggest("learning_rate", float(0.005, 0.3, {log: true})) as number) / 0.03);
    const b = Math.log((suggest("num_leaves", int(4, 256, {log: true})) as number) / 31);
    const mc = suggest("min_child_samples", int(5, 200)) as number;
    const ff = suggest("feature_fraction", float(0.4, 1)) as number;
    const bf = suggest("bagging_freq", int(0, 7)) as number;
    const l2 = suggest("lambda_l2", float(1e-8, 10, {log: true})) as number;
    const mb = suggest("max_bin", int(63, 511, {step: 64})) as number;
    const boosting = suggest("boosting", categorical(["gbdt", "dart", "rf"])) as string;
    return (
      0.2 +
      0.01 * a ** 2 +
      0.006 * b ** 2 +
      0.008 * a * b +
      0.004 * ((mc - 60) / 60) ** 2 +
      0.02 * (ff - 0.7) ** 2 +
      0.001 * Math.abs(bf - 3) +
      0.0005 * Math.log10(l2 / 0.1) ** 2 +
      0.002 * ((mb - 255) / 256) ** 2 +
      {gbdt: 0, dart: 0.006, rf: 0.03}[boosting]!
    );
  },
  conditional(suggest) {
    const model = suggest("model", categorical(["gbdt", "linear", "knn"]));
    if (model === "gbdt") {
      const depth = suggest("depth", int(2, 12)) as number;
      const lr = suggest("lr", float(1e-3, 1, {log: true})) as number;
      return 0.1 + 0.004 * (depth - 6) ** 2 + 0.03 * (Math.log10(lr) + 1.3) ** 2;
    }
    if (model === "linear") {
      const c = suggest("C", float(1e-4, 1e2, {log: true})) as number;
      const penalty = suggest("penalty", categorical(["l1", "l2"]));
      return 0.14 + 0.01 * (Math.log10(c) - 0.5) ** 2 + (penalty === "l1" ? 0.01 : 0);
    }
    const k = suggest("k", int(1, 51, {step: 2})) as number;
    return 0.2 + 0.0005 * (k - 15) ** 2;
  }
};
