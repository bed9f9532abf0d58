import {rowsThatCountForAny} from "../../loaders/client/evidence.ts";
import {createClientPlan} from "../../loaders/client/plan.ts";
import {rowSensitivities} from "../../loaders/client/sensitivity.ts";
import type {Feature} from "../../loaders/features/feature.ts";
import type {DataFacts} from "../../loaders/generation/meta.ts";
import {PLAN} from "../../loaders/plan.ts";
import type {FeatureStore} from "../../loaders/store.ts";
import {CLIENT_TABLE_SCHEMA} from "../../loaders/tables/schema/tables.ts";
import {
  type Bilingual,
  type CatalogueEntry,
  type Cell,
  CLIENT_TABLES,
  type ClientRows,
  type ClientTable,
  type RawRow
} from "../../loaders/types.ts";
import type {CardDocument} from "../../src/core/card/cardDocument.ts";
import {modelCard} from "../../src/core/card/modelCard.ts";
import {inputToValue} from "../../src/core/credit/featureValue.ts";
import {
  changedInputs,
  createFeatureSetter,
  type FeatureChange,
  type SetFeatures
} from "../../src/core/credit/setFeatures.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {describeFitted} from "../../src/core/fitted/describe.ts";
import {fittedSources} from "../../src/core/fitted/sources.ts";
import type {ApplicantExplanation, ApplicantScore} from "../../src/core/schema/applicant.ts";
import type {BrowserModel} from "../../src/core/schema/browserModel.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import {isImported} from "../../src/core/schema/manifestImported.ts";
import {createInteractions, type InteractionExplainer} from "../../src/core/shap/interactions.ts";
import type {Lang} from "../../src/core/words/language.ts";
import {type Applicant, readApplicant} from "./applicants.ts";
import type {ClientEngine} from "./clientEngine.ts";
import type {JobKind} from "./engine.ts";
import {createRecent, editsKey} from "./recent.ts";
import {createRecourse, type RecourseAnswer, type RecourseRequest} from "./recourse/recourse.ts";
import {editRows, type RowEdit} from "./rowEdits.ts";
import {shownColumns, withoutOutcome} from "./shownColumns.ts";

export interface WhatIfRequest {
  /** Changes of raw records; an index counts the client's rows as its history gives them. */
  rows?: RowEdit[];
  /** Feature → value: a number, a category's text, or null for missing. Applied after the rows. */
  features?: Record<string, number | string | null>;
}

type Value = number | string | null;

export interface FeatureRows {
  clientId: number;
  feature: CatalogueEntry;
  value: Value;
  rows: {table: ClientTable; index: number; row: RawRow}[];
}

export interface FeatureSensitivity {
  clientId: number;
  feature: CatalogueEntry;
  /** What each row changes when it alone is left out; not shares, so they do not add up. */
  rows: {
    table: ClientTable;
    index: number;
    value: number | null;
    baseline: number | null;
    difference: number | null;
    /** Points, before rounding. */
    score: {value: number; baseline: number; difference: number};
  }[];
}

/** What can be asked of a client beyond score and explanation. */
export interface Workbench {
  tables(): {name: ClientTable; columns: object[]}[];
  /** The catalogue in column order, then what the model derives from it. */
  features(): {planSha256: string; features: (CatalogueEntry & {inModel: boolean})[]};
  model(): object;
  /** What a page scores and explains with by itself, beside the trees of `modelText`. */
  browserModel(): BrowserModel;
  /** The served model's model.txt, LightGBM's own text. */
  modelText(): {sha256: string; text: Uint8Array};
  /** The model told to those who decide whether to use it. */
  card(lang: Lang): CardDocument;
  profile(clientId: number): {
    clientId: number;
    fields: {name: string; label: Bilingual; unit: string; value: Cell}[];
  };
  history(clientId: number): {clientId: number; tables: {name: ClientTable; rows: RawRow[]}[]};
  rows(clientId: number, feature: string): FeatureRows;
  sensitivity(clientId: number, feature: string): FeatureSensitivity;
  /** The strongest `top` features of a client and how they act together, log-odds; see src/core/shap/interactions.ts. */
  interactions(
    clientId: number,
    top: number
  ): {
    clientId: number;
    features: {name: string; label: Bilingual; contribution: number}[];
    values: number[][];
  };
  /** Scores or explains an applicant who is in no table. @throws REQUEST_INVALID */
  applicant(kind: JobKind, applicant: Applicant): ApplicantScore | ApplicantExplanation;
  /** Finds what a declined client could change to be approved; each option is verified. @throws CLIENT_UNKNOWN */
  recourse(clientId: number, request?: RecourseRequest): RecourseAnswer;
  /** What was asked last is kept: a page asks, and the case that it has open asks the same again. */
  whatIf(clientId: number, request: WhatIfRequest): WhatIfResult;
}

export interface WhatIfResult {
  clientId: number;
  before: Explanation;
  after: Explanation;
  changed: FeatureChange[];
}

/** So many what-ifs are kept; an explanation is about 100 kB. */
const RECENT = 32;

/** Creates the workbench on an engine and its features. */
export function createWorkbench({engine, store}: {engine: ClientEngine; store: FeatureStore}): Workbench {
  const {manifest} = engine;
  const entries = store.catalogue.features;
  const positions = new Map(entries.map(({name}, i) => [name, i]));
  const inputPositions = new Map(manifest.features.map(({name}, i) => [name, i]));
  const planned = new Map(PLAN.map((feature) => [feature.name, feature]));
  const plan = createClientPlan(undefined, engine.absent);
  const fitted = describeFitted(manifest.fitted, entries as ManifestFeature[]) as CatalogueEntry[];
  const described = new Map([...entries, ...fitted].map((entry) => [entry.name, entry]));
  const sources = fittedSources(manifest.fitted);
  const setFeatures = createFeatureSetter({
    ...{
      inputs: engine.features,
      planned: entries as ManifestFeature[],
      derived: fitted as ManifestFeature[]
    },
    toInput: engine.toInput
  });
  let recent = {
    policy: null as unknown,
    before: createRecent<Explanation>(RECENT),
    answers: createRecent<WhatIfResult>(RECENT)
  };
  let interactionExplainer: InteractionExplainer | undefined;

  function entryOf(name: string): CatalogueEntry {
    const entry = described.get(name);
    if (entry) return entry;
    throw new ScorebookError(
      "FEATURE_UNKNOWN",
      `There is no feature ${name.slice(0, 100)}; /v1/features lists them.`
    );
  }

  /** Takes a feature from a catalogue row, or computes it when the model derives it. */
  function numberOf(name: string, row: ArrayLike<number>): number {
    const position = positions.get(name);
    if (position !== undefined) return row[position] as number;
    return engine.toInput(row)[inputPositions.get(name) as number] as number;
  }

  /** Lists the planned features behind a feature: itself, or those that the model derives it from. */
  const madeFrom = (name: string): Feature[] =>
    (sources.get(name) ?? [name]).flatMap((one) => planned.get(one) ?? []);

  return {
    tables: () =>
      CLIENT_TABLES.map((name) => {
        const {key, order} = CLIENT_TABLE_SCHEMA[name];
        return {name, key: key ?? null, order, columns: shownColumns(name)};
      }),
    features: () => ({
      planSha256: store.catalogue.planSha256,
      features: [...described.values()].map((entry) => ({...entry, inModel: inputPositions.has(entry.name)}))
    }),
    model() {
      const {features, fitted: _fitted, ...rest} = manifest;
      const {version, cost, scale, cutoff, refer = null} = engine.policy;
      return {
        ...rest,
        ...engine.model,
        features: features.map(({name}) => name),
        served: {policyVersion: version, cost, scale, cutoff, refer, data: servedFacts(store.meta)}
      };
    },
    browserModel() {
      const {fitted} = manifest;
      const {features, model, policy} = engine;
      return {model, features, fitted, policy};
    },
    modelText: () => ({sha256: engine.model.sha256, text: engine.text}),
    card(lang) {
      if (!isImported(manifest)) return modelCard(manifest, lang);
      throw new ScorebookError(
        "CARD_MISSING",
        `The model ${manifest.name} was trained elsewhere: nothing was measured of it here that a card could tell.`
      );
    },
    profile(clientId) {
      const row = rowsOf(clientId).application[0] ?? {};
      const fields = shownColumns("application").map(({name, description, unit}) => ({
        name,
        label: description,
        unit,
        value: row[name] ?? null
      }));
      return {clientId, fields};
    },
    history(clientId) {
      const rows = rowsOf(clientId);
      return {clientId, tables: CLIENT_TABLES.map((name) => ({name, rows: rows[name]}))};
    },
    rows(clientId, name) {
      const entry = entryOf(name);
      const rows = rowsOf(clientId);
      return {
        clientId,
        feature: entry,
        value: inputToValue(entry as ManifestFeature, numberOf(name, engine.row(clientId))),
        rows: rowsThatCountForAny(madeFrom(name), rows).map(({table, index}) => ({
          table,
          index,
          row: rows[table][index] as RawRow
        }))
      };
    },
    sensitivity(clientId, name) {
      const feature = entryOf(name);
      const rows = rowsOf(clientId);
      const evaluate = (given: ClientRows) => {
        const row = Float32Array.from(plan(given));
        return {value: numberOf(name, row), score: engine.points(engine.toInput(row))};
      };
      const sensitivities = rowSensitivities(rowsThatCountForAny(madeFrom(name), rows), rows, evaluate);
      return {
        clientId,
        feature,
        rows: sensitivities.map(({table, index, value, baseline, difference, score}) => ({
          table,
          index,
          value: finite(value),
          baseline: finite(baseline),
          difference: finite(difference),
          score
        }))
      };
    },
    interactions(clientId, top) {
      const explainer = engine.explainer();
      interactionExplainer ??= createInteractions(explainer);
      const input = engine.toInput(engine.row(clientId));
      const shap = explainer.explain(input);
      const {features, values} = interactionExplainer.topInteractions(input, top);
      const named = features.map((at) => {
        const {name, label} = engine.features[at]!;
        return {name, label, contribution: shap[at] as number};
      });
      const {length} = features;
      return {
        clientId,
        features: named,
        values: features.map((_, i) => [...values.subarray(i * length, (i + 1) * length)])
      };
    },
    recourse: createRecourse(engine),
    applicant(kind, applicant) {
      const {clientId, rows, assumed} = readApplicant(applicant);
      const features = Float32Array.from(plan(rows));
      return {...engine.assess(kind, {clientId, features, rows}), assumed};
    },
    whatIf(clientId, {rows = [], features = {}}) {
      const {policy} = engine;
      if (policy !== recent.policy)
        recent = {policy, before: createRecent(RECENT), answers: createRecent(RECENT)};
      return recent.answers(`${clientId} ${editsKey(rows, features)}`, () =>
        explainEdits(clientId, rows, features)
      );
    }
  };

  function explainEdits(clientId: number, rows: readonly RowEdit[], features: SetFeatures): WhatIfResult {
    const own = engine.row(clientId);
    const rowsBefore = engine.rows(clientId);
    const rowsAfter = editRows(rowsBefore, rows, clientId);
    const edited = rows.length === 0 ? own : Float32Array.from(plan(rowsAfter));
    const inputBefore = engine.toInput(own);
    const inputEdited = engine.toInput(edited);
    const inputAfter = setFeatures(edited, features);
    const isAssumed = (place: number) => !Object.is(inputEdited[place], inputAfter[place]);
    return {
      clientId,
      before: recent.before(String(clientId), () =>
        engine.explain(clientId, {input: inputBefore, rows: rowsBefore})
      ),
      after: engine.explain(clientId, {input: inputAfter, rows: rowsAfter, isAssumed}),
      changed: changedInputs(engine.features, inputBefore, inputAfter)
    };
  }

  /** Reads what an officer may see. */
  function rowsOf(clientId: number): ClientRows {
    return withoutOutcome(engine.rows(clientId));
  }
}

/** What the pages compare themselves with and show of the data that are served. */
function servedFacts({fingerprint, planSha256, dataAsOf, dataAsOfSource, clients, generated}: DataFacts) {
  return {fingerprint, planSha256, dataAsOf, dataAsOfSource, clients, generated};
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);
