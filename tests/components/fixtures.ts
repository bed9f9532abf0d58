import {causeLabel} from "../../src/core/credit/causes.ts";
import type {Portfolio} from "../../src/core/portfolio/portfolio.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";

/** Makes a portfolio of `size` clients whose values follow from their position alone. */
export function portfolioFixture(size = 400): Portfolio {
  const at = (i: number, salt: number) => ((i * 7919 + salt * 104729) % 997) / 997;
  const column = <T extends {[i: number]: number}>(array: T, value: (i: number) => number): T => {
    for (let i = 0; i < size; i++) array[i] = value(i);
    return array;
  };
  const score = (i: number) => Math.round(520 + 160 * at(i, 1) + 20 * at(i, 2));
  return {
    size,
    clientId: column(new Int32Array(size), (i) => 100002 + i),
    gender: column(new Uint8Array(size), (i) => (at(i, 3) < 0.66 ? 0 : 1)),
    familyStatus: column(new Uint8Array(size), (i) => Math.floor(at(i, 4) * 3)),
    education: column(new Uint8Array(size), (i) => (at(i, 5) < 0.7 ? 1 : 0)),
    familySize: column(new Uint8Array(size), (i) => Math.floor(at(i, 6) * 6)),
    age: column(new Float32Array(size), (i) => 21 + 48 * at(i, 7)),
    yearsEmployed: column(new Float32Array(size), (i) => (at(i, 8) < 0.18 ? Number.NaN : 30 * at(i, 8))),
    target: column(new Int8Array(size), (i) =>
      i % 7 === 0 ? -1 : at(i, 9) < 0.25 - score(i) / 3600 ? 1 : 0
    ),
    probabilityOfDefault: column(new Float32Array(size), (i) => 1 / (1 + Math.exp((score(i) - 490) / 58))),
    score: column(new Int16Array(size), score),
    outOfFold: column(new Uint8Array(size), (i) => (i % 7 === 0 ? 0 : 1)),
    facts: {
      population: size,
      vocabularies: {
        gender: ["F", "M"],
        familyStatus: ["Civil marriage", "Married", "Single / not married"],
        education: ["Higher education", "Secondary / secondary special"]
      },
      cutoff: {probability: 1 / 11, score: 600},
      model: {name: "demo", version: "1", sha256: "0".repeat(64)},
      dataAsOf: "2026-01-01T00:00:00.000Z",
      isGenerated: true
    }
  };
}

type Fixture = [
  cause: string,
  name: string,
  en: string,
  fr: string,
  value: number | string | null,
  points: number
];
const FEATURES: Fixture[] = [
  [
    "external_scores",
    "external_mean",
    "Mean of the external scores",
    "Moyenne des scores externes",
    0.31,
    -24.5
  ],
  ["employment", "employed_to_age", "Years employed to age", "Ancienneté rapportée à l’âge", 0.21, 11],
  ["education", "education", "Education", "Études", "Higher education", 9.5],
  ["card_utilisation", "card_utilisation", "Use of the card limit", "Utilisation du plafond", null, -6],
  ["payment_delays", "late_share", "Share of late payments", "Part de paiements en retard", 0.12, -4],
  ["loan_to_income", "annuity_to_income", "Annuity to income", "Annuité rapportée au revenu", 0.18, 2],
  ["payment_delays", "delay_mean", "Payment delay", "Délai de paiement", -3, -1]
];

/** Makes an explanation whose points add up: 612 − 24.5 + 11 + 9.5 − 6 − 4 + 2 − 1 = 599. */
export function explanationFixture(): Explanation {
  return {
    clientId: 100002,
    rawScore: -2.1,
    probabilityOfDefault: 0.094,
    score: 599,
    decision: "decline",
    cutoff: {probability: 1 / 11, score: 600},
    inTraining: false,
    model: {name: "demo", version: "1", sha256: "0".repeat(64)},
    dataAsOf: "2026-01-01T00:00:00.000Z",
    dataAsOfSource: "files",
    computedAt: "2026-01-02T10:00:00.000Z",
    durationMs: 1.2,
    baseValue: -2.3,
    basePoints: 612,
    residualPoints: 0,
    causes: [...new Set(FEATURES.map(([cause]) => cause))].map((code) => {
      const points = FEATURES.filter(([cause]) => cause === code).reduce(
        (sum, feature) => sum + feature[5],
        0
      );
      return {code, label: causeLabel(code), points, contribution: -points / 57.7};
    }),
    features: FEATURES.map(([cause, name, en, fr, value, points]) => ({
      name,
      label: {en, fr},
      cause,
      value,
      contribution: -points / 57.7,
      points
    })),
    reasonCodes: [
      {
        rank: 1,
        code: "external_scores",
        label: causeLabel("external_scores"),
        feature: "external_mean",
        points: -24.5,
        variant: "value",
        facts: {value: 0.31},
        text: {en: "External scores (average): 0.31.", fr: "Scores externes (moyenne) : 0,31."}
      }
    ]
  };
}
