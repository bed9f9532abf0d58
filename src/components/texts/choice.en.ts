/** Texts of whether fewer features would do. */
export const choiceEn = {
  "choice.title": "What was tried to leave out",
  "choice.none":
    "Nobody has asked of this model whether fewer features would do; npm run choose does, and the training tells it.",
  "choice.grown": "Models of {rounds} iterations; intervals of 95 %, clients and repeats together.",
  "choice.tried": "Without",
  "choice.removed": "Features",
  "choice.noise": "Noise of ΔAUC",
  "choice.cost": "Δ cost per 1,000",
  "choice.verdict": "Verdict",
  "choice.out": "left out",
  "choice.stay": "they stay",
  "choice.confirmed": "all that was left out, on fresh folds",
  "choice.importance": "What dealing the values to other clients costs",
  "choice.hint":
    "AUC lost out of fold, with its 95 % interval. On the right how often {nulls} models of shuffled outcomes give a group as much gain, {least} at the least. Hollow: neither tells it from noise, {noise} of {all}.",
  "choice.drawn": "The {n} most important are drawn; the table has all.",
  "choice.level": "By",
  "choice.level.table": "Table",
  "choice.level.cause": "Cause",
  "choice.level.feature": "Feature",
  "choice.loss": "AUC lost",
  "choice.gainShare": "Share of the gain",
  "choice.chance": "As much by chance",
  "choice.chance.short": "by chance",
  "choice.isNoise": "Told from noise",
  "choice.noise.yes": "no",
  "choice.noise.no": "yes",
  "choice.tip":
    "{name}\nAUC lost {value} ({low} to {high})\n{share} of the gain; as much by chance {chance} of the time"
} as const;
