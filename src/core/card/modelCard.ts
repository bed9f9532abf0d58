import type {Manifest, ModelEvaluation} from "../schema/manifest.ts";
import {type CardBlock, type CardDocument, type CardSection, list, table, text} from "./cardDocument.ts";

/** What a card is written from: everything but what is only known when it is written. */
export type CardSource = Omit<Manifest, "format" | "name" | "version" | "createdAt" | "files">;

type Estimate = ModelEvaluation["holdout"]["crossValidated"]["auc"];
type Measures = ModelEvaluation["holdout"]["crossValidated"];

/** Names of those who are compared, as a row begins. */
const CONTENDER_NAMES: Record<ModelEvaluation["contenders"][number]["id"], string> = {
  baseRate: "The bad rate for everyone",
  externalScores: "Logistic regression of the external scores",
  application: "LightGBM on the application alone",
  lightgbmDefaults: "LightGBM's defaults on all features",
  scorebookDefaults: "The default parameters on all features",
  model: "This model"
};

/**
 * Describes a model for those who decide whether to use it: what it is, what it learned from, how good it is, whom it
 * treats how, what it is for and what not. Every number is the manifest's.
 * Source: M. Mitchell et al., "Model Cards for Model Reporting", FAT* (2019), whose sections it has.
 */
export function modelCard(manifest: CardSource): CardDocument {
  const {evaluation} = manifest;
  return {
    title: "Model card: probability of default of a consumer loan",
    lead: leadOf(manifest),
    sections: [
      {title: "What it is", blocks: [text(whatItIs(manifest))]},
      {title: "Intended use", blocks: INTENDED_USE},
      {title: "Data", blocks: dataBlocks(manifest)},
      {title: "How good it is", blocks: qualityBlocks(manifest)},
      ...(evaluation ? [{title: "Against simpler models", blocks: contenderBlocks(evaluation)}] : []),
      {title: "Cut-off and cost", blocks: costBlocks(manifest)},
      {title: "What may weigh against a person", blocks: protectedBlocks(manifest)},
      ...(evaluation ? [leakSection(evaluation)] : []),
      {title: "Limits", blocks: limitBlocks(manifest)}
    ]
  };
}

const number = (value: number, digits = 0) =>
  value
    .toLocaleString("en-US", {minimumFractionDigits: digits, maximumFractionDigits: digits})
    .replace("-", "−");
const percent = (share: number, digits = 1) => `${number(100 * share, digits)} %`;
const signed = (value: number, digits = 0) => (value > 0 ? "+" : "") + number(value, digits);
const within = ({value, interval: [low, high]}: Estimate, digits: number, write = number) =>
  `${write(value, digits)} (${write(low!, digits)} to ${write(high!, digits)})`;

function leadOf({data, training}: CardSource): string {
  const invented = data.generated
    ? " The clients are invented: the figures describe a demonstration, not people."
    : "";
  return `${training.engine}; data set ${data.set}, as of ${data.dataAsOf.slice(0, 10)}. Intervals are of 95 %.${invented}`;
}

function whatItIs({features, training, scale, calibration}: CardSource): string {
  return (
    `Gradient-boosted trees (${number(training.rounds)}, at most ${training.params.num_leaves ?? 31} leaves each) on ${number(features.length)} features of an application and of the client's history. ` +
    `The sum of the leaves is calibrated (log-odds = ${number(calibration.intercept, 4)} + ${number(calibration.slope, 4)} × raw score) and told as a probability of default and as points: ${scale.baseScore} points are odds of ${scale.baseOdds} to 1, and ${scale.pdo} more double them.`
  );
}

const INTENDED_USE: CardBlock[] = [
  text(
    "To rank applications for a consumer loan by the chance that the client will be in arrears, and to propose a decision that a person can look into, contest and replay."
  ),
  text(
    "Not for anything but credit, not for clients unlike those of the data, and not as the only ground of a refusal without the reasons being told and a person being heard."
  )
];

function dataBlocks({data, population, evaluation}: CardSource): CardBlock[] {
  const heldOut = evaluation?.holdout.heldOut;
  return [
    list([
      `${number(data.clients)} clients, of whom ${number(data.labelled)} have a known outcome; ${percent(data.badRate)} of these defaulted.`,
      `${number(population.clients)} were learned from.${heldOut ? ` ${number(heldOut.clients)} were held out by a hash of their id and seen by nothing but the last measurement.` : ""}`,
      `Fingerprint of the data ${data.fingerprint.slice(0, 12)}, of the features ${data.planSha256.slice(0, 12)}.`
    ])
  ];
}

function qualityBlocks({metrics, evaluation, training}: CardSource): CardBlock[] {
  if (!evaluation)
    return [
      text(
        `Out of fold, ${training.folds} folds: AUC ${number(metrics.auc, 4)} (standard error ${number(metrics.aucStandardError, 4)}), KS ${number(metrics.ks, 4)}, Brier score ${number(metrics.after.brier, 5)}.`
      )
    ];
  const {crossValidated, heldOut, gap} = evaluation.holdout;
  const columns = heldOut ? [crossValidated, heldOut] : [crossValidated];
  const row = (name: string, cell: (measures: Measures) => string) => [name, ...columns.map(cell)];
  const rows = [
    row("Clients", ({clients}) => number(clients)),
    row("Defaults", ({bad}) => number(bad)),
    row("AUC", ({auc}) => within(auc, 4)),
    row("KS", ({ks}) => number(ks, 4)),
    row("Brier score", ({brier}) => within(brier, 5)),
    row("Cost per 1,000 clients", ({costPer1000}) => within(costPer1000, 0))
  ];
  const head = ["", `${training.folds} folds, out of fold`, "Hold-out"].slice(0, columns.length + 1);
  return [
    table(head, rows),
    ...(gap ? [text(`The folds' AUC less the hold-out's: ${within(gap, 4, signed)}.`)] : []),
    ...(metrics.aucPerSeed ? [text(seedsSentence(metrics.aucPerSeed))] : [])
  ];
}

function contenderBlocks({contenders, monotone}: ModelEvaluation): CardBlock[] {
  const rows = contenders.map(({id, features, measures, aucDifference, costDifference}) => [
    CONTENDER_NAMES[id],
    number(features),
    number(measures.auc.value, 4),
    aucDifference ? within(aucDifference, 4, signed) : "",
    number(measures.costPer1000.value),
    costDifference ? within(costDifference, 0, signed) : ""
  ]);
  const head = ["", "Features", "AUC", "This model's gain", "Cost per 1,000", "This model's difference"];
  return [
    text("On the same folds, compared client by client."),
    table(head, rows),
    ...(monotone.difference
      ? [
          text(
            `${number(monotone.declared)} features have a declared direction: a better external score never raises the risk, a longer delay never lowers it. Keeping to them changed the AUC by ${within(monotone.difference, 4, signed)}; they were ${monotone.used ? "kept" : "given up"}.`
          )
        ]
      : [])
  ];
}

function costBlocks({cost, cutoff, population, evaluation}: CardSource): CardBlock[] {
  const rejected = `A default that was approved counts ${number(cost.falseNegative, 2)}, a good client who was declined ${number(cost.falsePositive, 2)}. Declining above a probability of ${percent(cutoff.probability)} (${number(cutoff.score)} points) declines ${percent(population.declined)} of the clients${population.badRateAboveCutoff === null ? "" : `; of the others ${percent(population.badRateAboveCutoff)} defaulted`}.`;
  if (!evaluation) return [text(rejected)];
  const {empirical, theoretical, difference, refer} = evaluation.cost;
  return [
    text(rejected),
    list([
      `It cost ${number(1000 * theoretical.costPerClient)} per 1,000 clients (${theoretical.interval.map((end) => number(1000 * end)).join(" to ")}) and earned ${number(theoretical.profitPer1000)} when a good client earns what declining one costs.`,
      `The cheapest cut-off in hindsight was ${percent(empirical.cutoff)} (${empirical.interval.map((end) => percent(end)).join(" to ")}), ${number(1000 * difference.value)} per 1,000 cheaper (${difference.interval.map((end) => number(1000 * end)).join(" to ")}).`,
      ...(refer
        ? [
            `Between ${percent(refer.from)} and ${percent(refer.to)} the cut-off changes the cost by less than ${percent(refer.within, 0)}: ${percent(refer.share)} of the clients, whom a person should look at.`
          ]
        : [])
    ])
  ];
}

function protectedBlocks({protected: {used, leftOut, effect}}: CardSource): CardBlock[] {
  const names = (features: typeof leftOut) => features.map(({label, trait}) => `${label.en} (${trait})`);
  return [
    text(
      leftOut.length > 0
        ? "Left out, because they tell something protected:"
        : "No feature was left out as protected."
    ),
    ...(leftOut.length > 0 ? [list(names(leftOut))] : []),
    ...(effect
      ? [
          text(
            `Leaving them out changed the AUC by ${within({value: effect.difference, interval: effect.interval}, 4, signed)}; ${number(effect.approvedWithout + effect.declinedWithout)} decisions differ.`
          )
        ]
      : []),
    ...(used.length > 0 ? [text("Used although they tell something protected:"), list(names(used))] : [])
  ];
}

function leakSection({leaks}: ModelEvaluation): CardSection {
  const implausible = leaks.strongest.filter(({auc}) => auc.value > leaks.implausibleAbove);
  const {trainAgainstTest: apart, duplicates} = leaks;
  return {
    title: "What would make the figures too good",
    blocks: [
      list([
        `The strongest single value is ${leaks.strongest[0]?.label.en ?? "none"}${leaks.strongest[0] ? `, AUC ${within(leaks.strongest[0].auc, 4)}` : ""}. ${implausible.length === 0 ? `None is above ${leaks.implausibleAbove}, where it would be suspicious.` : `Above ${leaks.implausibleAbove} and suspicious: ${implausible.map(({label}) => label.en).join(", ")}.`}`,
        apart
          ? `Clients without an outcome can be told from those with one with an AUC of ${within(apart.auc, 4)}, 0.5 being alike; best by ${apart.strongest[0]?.label.en ?? "nothing"}${apart.strongest[0]?.of === "missing" ? " (whether there is one)" : ""}.`
          : "There were no clients without an outcome to compare with.",
        `${number(duplicates.clients)} clients have the like of their application in the data, ${number(duplicates.acrossFolds)} of them in another fold, ${number(duplicates.acrossHoldout)} across the hold-out.`
      ])
    ]
  };
}

function limitBlocks({data, evaluation}: CardSource): CardBlock[] {
  const shift = evaluation?.leaks.trainAgainstTest;
  return [
    list([
      ...(data.generated ? ["The clients are invented. Nothing here was measured on people."] : []),
      "Outcomes are known only of loans that were granted; of those who were refused nobody knows.",
      "All clients are of one time: how the model holds up later is for monitoring to tell.",
      ...(shift && shift.auc.interval[0]! > 0.6
        ? [
            "The clients to be scored differ from those learned from; figures of the one need not hold for the other."
          ]
        : []),
      "Protected traits may be guessed from features that are not made from them, such as an occupation."
    ])
  ];
}

function seedsSentence(aucs: readonly number[]): string {
  const sorted = aucs.toSorted((a, b) => a - b);
  return `With ${aucs.length} divisions into folds the AUC was ${number(sorted[0]!, 4)} to ${number(sorted.at(-1)!, 4)}.`;
}
