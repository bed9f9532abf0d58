import assert from "node:assert/strict";
import {test} from "node:test";
import {parseModel} from "../../src/core/booster/parse.ts";
import {predict} from "../../src/core/booster/predict.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import type {Booster} from "../../src/core/booster/types.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {type Case, GOLDEN, readCase} from "./boosterCases.ts";
import {findLibrary, type Judge, openLibrary} from "./boosterLightgbm.ts";
import {MUTATIONS} from "./boosterMutations.ts";
import {below, createRandom, pick, type Random} from "./boosterRandom.ts";

const BASES = ["binary", "binary_linear", "binary_rf", "edges", "multiclass"].map((name) =>
  readCase(GOLDEN, name)
);
const MUTANTS = 12_000;
const SEED = 20;

/** The text with the sizes of its trees removed or made right, so that later checks are reached too. */
function withoutSizes(text: string): string {
  return text.replace(/^tree_sizes=.*\n/m, "");
}

/** Parses, or returns null after MODEL_INVALID; anything else that is thrown is a failure. */
function tryParse(text: string, parse: (text: string) => Booster = parseModel): Booster | null {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof ScorebookError && error.code === "MODEL_INVALID" && /line \d+/.test(error.detail))
      return null;
    throw error;
  }
}

interface Mutant {
  kind: string;
  base: Case;
  text: string;
}

function* mutants(count: number, random: Random): Generator<Mutant> {
  const kinds = Object.keys(MUTATIONS);
  for (let i = 0; i < count; i++) {
    const base = pick(random, BASES);
    const kind = kinds[i % kinds.length]!;
    const start = random() < 0.5 ? withoutSizes(base.modelText) : base.modelText;
    let text = MUTATIONS[kind]!(start, random);
    if (random() < 0.2) text = MUTATIONS[pick(random, kinds)]!(text || " \n0", random);
    yield {kind, base, text};
  }
}

/** Predicts every row; a row count that does not fit is a failure. */
function predictAll(booster: Booster, {rows}: Case): void {
  const width = booster.maxFeatureIdx + 1;
  const score = createScorer(booster);
  for (const row of rows.slice(0, 3)) {
    const fitted = Float64Array.from({length: width}, (_, i) => row[i] ?? 0);
    assert.equal(predict(booster, fitted).length, booster.numClass);
    assert.equal(typeof score(fitted), "number");
  }
}

test(`parseModel(text) of ${MUTANTS} damaged files throws MODEL_INVALID or gives a model that predicts`, (context) => {
  const counts: Record<string, {accepted: number; refused: number}> = {};
  for (const {kind, base, text} of mutants(MUTANTS, createRandom(SEED))) {
    const booster = tryParse(text);
    counts[kind] ??= {accepted: 0, refused: 0};
    counts[kind][booster ? "accepted" : "refused"]++;
    if (booster) predictAll(booster, base);
  }
  context.diagnostic(JSON.stringify(counts));
  for (const [kind, {refused}] of Object.entries(counts)) assert.ok(refused > 0, kind);
});

/**
 * Says whether a cut loses something that can be missed: not past the closing line of the parameters, not right
 * before the parameters, where a file may end that LightGBM saved again after reading one without them, and not right
 * after the trees, where a trimmed file may end.
 */
function losesPart(text: string, cut: number): boolean {
  const parameters = text.indexOf("\nparameters:\n");
  const close = text.indexOf("end of parameters") + "end of parameters".length;
  const trees = text.indexOf("end of trees") + "end of trees".length;
  const isAt = (end: number) => cut >= end && text.slice(end, cut).trim() === "";
  return cut < close && !(isAt(parameters) || isAt(trees));
}

test("parseModel(text) refuses every truncation that loses a part, at each line and inside lines", () => {
  for (const {modelText} of BASES)
    for (const text of [modelText, withoutSizes(modelText)]) {
      const random = createRandom(text.length);
      const ends = [...text.matchAll(/\n/g)].map(({index}) => index + 1);
      const cuts = [
        ...ends,
        ...ends.map((end) => end - 1),
        ...Array.from({length: 60}, () => below(random, text.length))
      ];
      for (const cut of cuts)
        if (losesPart(text, cut))
          assert.ok(tryParse(text.slice(0, cut)) === null, `accepted when cut at ${cut}`);
    }
});

test("parseModel(text) refuses a tree without any one of its lines, with or without tree sizes", () => {
  const optional = /^(?:tree_sizes|num_tree_per_iteration|leaf_weight|internal_weight|is_linear=0|monotone)/;
  for (const {modelText} of BASES)
    for (const text of [modelText, withoutSizes(modelText)]) {
      const lines = text.slice(0, text.indexOf("end of trees")).split("\n");
      const rest = text.slice(text.indexOf("end of trees"));
      lines.forEach((line, i) => {
        if (line === "" || optional.test(line)) return;
        const damaged = [...lines.slice(0, i), ...lines.slice(i + 1)].join("\n") + rest;
        assert.ok(tryParse(damaged) === null, `accepted without line ${i + 1}: ${line.slice(0, 40)}`);
      });
    }
});

const found = findLibrary();

test("predict(booster, row) equals LightGBM on the damaged files that both accept", {
  skip: "reason" in found && found.reason
}, (context) => {
  const judge: Judge = openLibrary("path" in found ? found.path : "");
  let compared = 0;
  const refusals = new Map<string, number>();
  for (const {base, text, kind} of mutants(MUTANTS / 4, createRandom(SEED + 1))) {
    const booster = tryParse(text);
    if (!booster) continue;
    const width = booster.maxFeatureIdx + 1;
    const rows = base.rows
      .slice(0, 4)
      .map((row) => Float64Array.from({length: width}, (_, i) => row[i] ?? 0));
    const data = Float64Array.from(rows.flatMap((row) => [...row]));
    let theirs: ReturnType<Judge["predict"]>;
    try {
      theirs = judge.predict(text, data, rows.length, "prediction");
    } catch (error) {
      const message = String(error);
      refusals.set(message, (refusals.get(message) ?? 0) + 1);
      continue;
    }
    for (const [i, row] of rows.entries())
      predict(booster, row).forEach((value, k) => {
        const other = theirs.values[i * theirs.width + k]!;
        const same = Object.is(value, other) || Math.abs(value - other) <= 1e-12 * Math.abs(other);
        assert.ok(same, `${kind} of ${base.name}: ${value} ≠ ${other}`);
      });
    compared++;
  }
  context.diagnostic(`${compared} files compared; LightGBM alone refused ${JSON.stringify([...refusals])}`);
  assert.ok(compared > 100);
});

test("tryParse(text, parse) lets through what a careless parser throws", () => {
  const careless = () => {
    throw new RangeError("Invalid array length");
  };
  assert.throws(() => tryParse("", careless), RangeError);
});
