import {choose, lit, type Num} from "../expression.ts";
import {type Feature, feature, say} from "../feature.ts";
import {age, app, known, meanOfKnown, total, YEAR} from "./columns.ts";

const ext = [app("EXT_SOURCE_1"), app("EXT_SOURCE_2"), app("EXT_SOURCE_3")] as const;
const [ext1, ext2, ext3] = ext;
const least = ext.map((x) => x.orElse(2)).reduce((a, b) => a.atMost(b));
const greatest = ext.map((x) => x.orElse(-1)).reduce((a, b) => a.atLeast(b));
const extCount = known(ext);
const extMean = meanOfKnown(ext);
const extMin = choose(extCount.gt(0), least);
const extMax = choose(extCount.gt(0), greatest);
const squaredGap = (x: Num): Num => x.minus(extMean).times(x.minus(extMean)).orElse(0);
const extVariance = ext
  .map(squaredGap)
  .reduce((a, b) => a.plus(b))
  .over(extCount.minus(1));
const SCORES = ["first", "second", "third"] as const;
const SCORES_FR = ["premier", "deuxième", "troisième"] as const;

export const externalScores: Feature[] = [
  ...ext.map((x, i) =>
    feature(
      `app_ext_source_${i + 1}`,
      "external_scores",
      "score",
      say(`External score ${i + 1}`, `Score externe ${i + 1}`),
      say(
        `the ${SCORES[i]} score given by an outside source (0–1)`,
        `le ${SCORES_FR[i]} score donné par une source externe (0–1)`
      ),
      x
    )
  ),
  feature(
    "app_ext_mean",
    "external_scores",
    "score",
    say("External scores: average", "Scores externes : moyenne"),
    say("average of the external scores that are known", "moyenne des scores externes connus"),
    extMean
  ),
  feature(
    "app_ext_min",
    "external_scores",
    "score",
    say("External scores: lowest", "Scores externes : minimum"),
    say("lowest of the external scores that are known", "plus bas des scores externes connus"),
    extMin
  ),
  feature(
    "app_ext_max",
    "external_scores",
    "score",
    say("External scores: highest", "Scores externes : maximum"),
    say("highest of the external scores that are known", "plus haut des scores externes connus"),
    extMax
  ),
  feature(
    "app_ext_median",
    "external_scores",
    "score",
    say("External scores: median", "Scores externes : médiane"),
    say("middle of the external scores that are known", "médiane des scores externes connus"),
    choose(extCount.eq(3), ext1.plus(ext2).plus(ext3).minus(extMin).minus(extMax), extMean)
  ),
  feature(
    "app_ext_std",
    "external_scores",
    "score",
    say("External scores: spread", "Scores externes : dispersion"),
    say(
      "standard deviation of the external scores that are known (at least two)",
      "écart type des scores externes connus (au moins deux)"
    ),
    choose(extCount.ge(2), extVariance.squareRoot())
  ),
  feature(
    "app_ext_product",
    "external_scores",
    "score",
    say("External scores: product", "Scores externes : produit"),
    say("score 1 × score 2 × score 3", "score 1 × score 2 × score 3"),
    ext1.times(ext2).times(ext3)
  ),
  feature(
    "app_ext_weighted",
    "external_scores",
    "score",
    say("External scores: weighted sum", "Scores externes : somme pondérée"),
    say("2 × score 1 + score 2 + 3 × score 3", "2 × score 1 + score 2 + 3 × score 3"),
    ext1.times(2).plus(ext2).plus(ext3.times(3))
  ),
  feature(
    "app_ext_weighted_known",
    "external_scores",
    "score",
    say("External scores: weighted average", "Scores externes : moyenne pondérée"),
    say(
      "average of the known scores with weights 2, 1 and 3",
      "moyenne des scores connus avec les poids 2, 1 et 3"
    ),
    total([ext1.times(2), ext2, ext3.times(3)]).over(
      ext1
        .isKnown()
        .toNumber()
        .times(2)
        .plus(ext2.isKnown().toNumber())
        .plus(ext3.isKnown().toNumber().times(3))
    )
  ),
  ...(
    [
      [0, 1],
      [0, 2],
      [1, 2]
    ] as const
  ).map(([i, j]) =>
    feature(
      `app_ext_${i + 1}_minus_${j + 1}`,
      "external_scores",
      "score",
      say(`External score ${i + 1} less score ${j + 1}`, `Score externe ${i + 1} moins score ${j + 1}`),
      say(`score ${i + 1} − score ${j + 1}`, `score ${i + 1} − score ${j + 1}`),
      ext[i]!.minus(ext[j]!)
    )
  ),
  feature(
    "app_ext_missing",
    "external_scores",
    "count",
    say("External scores missing", "Scores externes absents"),
    say(
      "number of the three external scores that are missing",
      "nombre de scores externes absents sur trois"
    ),
    lit(3).minus(extCount)
  ),
  feature(
    "app_ext_mean_by_age",
    "external_scores",
    "ratio",
    say("External scores compared with age", "Scores externes rapportés à l'âge"),
    say("average external score ÷ age in years", "score externe moyen ÷ âge en années"),
    extMean.over(age.over(YEAR)),
    {protected: "age"}
  )
];
