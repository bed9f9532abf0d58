import {createClientPlan} from "../../loaders/client/plan.ts";
import type {AbsentColumns} from "../../loaders/features/unknowable.ts";
import {planDigest} from "../../loaders/plan.ts";
import type {ClientRows} from "../../loaders/types.ts";
import {parseModel} from "../../src/core/booster/parse.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {assess} from "../../src/core/credit/assess.ts";
import {explainScore} from "../../src/core/credit/explanation.ts";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import type {Policy} from "../../src/core/credit/policy.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {Manifest, ManifestFeature} from "../../src/core/schema/manifest.ts";
import {createExplainer} from "../../src/core/shap/explainer.ts";
import {cut} from "../../src/core/shown.ts";
import {canonicalText, sha256} from "../audit/canonical.ts";
import type {ChainRecord} from "../audit/record.ts";
import type {ChainStore} from "../audit/store.ts";
import {modelFeatures} from "../scoring/modelFeatures.ts";
import {
  bytesToFeatures,
  featuresToBytes,
  INPUT_NAMES,
  type InputName,
  type ModelOutcome,
  outcomeOf
} from "./outcome.ts";
import type {DecisionBody} from "./record.ts";

/** What came of computing a decision's outcome again from what was kept. */
export interface Replay {
  seq: number;
  /** Whether every byte is the same. */
  identical: boolean;
  /** What differs, or could not be computed again, one sentence each. */
  differences: string[];
  /** SHA-256 of the outcome as canonical JSON, as it was kept and as it was computed now. */
  kept: string;
  computed: string;
}

/**
 * Computes score, reasons and features of a decision again, from its inputs alone, and compares bytes. Neither the data
 * set nor the model that are served now are read.
 * @throws RECORD_UNKNOWN for a record that is no decision; STORAGE_DAMAGED when an input is not what the record states
 */
export async function replayDecision(record: ChainRecord, store: Pick<ChainStore, "input">): Promise<Replay> {
  if (record.kind !== "decision")
    throw new ScorebookError(
      "RECORD_UNKNOWN",
      `Record ${record.seq} is a ${record.kind}; a decision was expected.`
    );
  const inputs = await readInputs(record, store);
  const body = record.body as unknown as DecisionBody;
  const {features, differences} = compareFeatures(body, inputs);
  const outcome = computeOutcome(body.policy, features, inputs);
  const [kept, computed] = [body.outcome, outcome].map((one) => canonicalText(one)) as [string, string];
  if (kept !== computed) differences.push(...differencesOf(body.outcome, outcome));
  return {
    seq: record.seq,
    identical: differences.length === 0,
    differences,
    kept: sha256(kept),
    computed: sha256(computed)
  };
}

type Inputs = Record<InputName, Uint8Array>;
const parse = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

async function readInputs({seq, inputs}: ChainRecord, store: Pick<ChainStore, "input">): Promise<Inputs> {
  const found: Partial<Inputs> = {};
  for (const name of INPUT_NAMES) {
    const digest = inputs[name] ?? "";
    const bytes = await store.input(digest);
    if (!bytes || sha256(bytes) !== digest)
      throw new ScorebookError(
        "STORAGE_DAMAGED",
        `The ${name} of record ${seq} are not what it states; npm run audit -- verify tells more.`
      );
    found[name] = bytes;
  }
  return found as Inputs;
}

/** Computes the features from the raw rows again, unless this program computes them by another plan. */
function compareFeatures({data}: DecisionBody, inputs: Inputs) {
  const features = bytesToFeatures(inputs.features);
  const differences: string[] = [];
  const own = planDigest();
  if (own !== data.planSha256)
    differences.push(
      `The features were computed by plan ${short(data.planSha256)} and this program has plan ${short(own)}, so they were taken as they were kept.`
    );
  else {
    const {features: catalogue, absent} = parse(inputs.context) as {
      features: ManifestFeature[];
      absent: AbsentColumns;
    };
    const computed = featuresToBytes(createClientPlan(undefined, absent)(parse(inputs.rows) as ClientRows));
    for (const [i, {name}] of catalogue.entries()) {
      const at = (bytes: Uint8Array) => Buffer.from(bytes.subarray(i * 4, i * 4 + 4)).toString("hex");
      if (at(computed) !== at(inputs.features))
        differences.push(
          `The feature ${name} was ${features[i]} and is ${bytesToFeatures(computed)[i]} computed from the raw rows.`
        );
    }
  }
  return {features, differences};
}

function computeOutcome(policy: Policy, row: Float32Array, inputs: Inputs): ModelOutcome {
  const manifest = parse(inputs.manifest) as Manifest;
  const {features: catalogue} = parse(inputs.context) as {features: ManifestFeature[]};
  const booster = parseModel(inputs.model);
  const input = createModelInput(manifest, catalogue)(row);
  const explainer = createExplainer(booster);
  const rawScore = createScorer(booster)(input);
  const {reasonCodes} = explainScore({
    policy,
    features: modelFeatures(manifest),
    row: input,
    values: explainer.explain(input),
    baseValue: explainer.baseValues[0]!,
    rawScore,
    rows: parse(inputs.rows) as ClientRows
  });
  return outcomeOf({rawScore, ...assess(policy, rawScore), reasonCodes});
}

function differencesOf(kept: ModelOutcome, computed: ModelOutcome): string[] {
  return (Object.keys(kept) as (keyof ModelOutcome)[]).flatMap((name) => {
    const [was, is] = [kept[name], computed[name]].map((value) => canonicalText(value));
    return was === is ? [] : [`The ${name} was ${cut(was!, 200)} and is ${cut(is!, 200)} computed again.`];
  });
}

const short = (digest: string): string => `${digest.slice(0, 12)}…`;
