import type {FromSchema} from "json-schema-to-ts";
import {manifestChoiceSchema} from "./featureChoice.ts";
import {MANIFEST_FORMAT} from "./manifestFormat.ts";
import {modelEvaluationSchema} from "./modelEvaluation.ts";
import {modelProtectedSchema} from "./modelProtected.ts";

const bilingual = {
  type: "object",
  required: ["en", "fr"],
  additionalProperties: false,
  properties: {en: {type: "string"}, fr: {type: "string"}}
} as const;

const number = {type: "number"} as const;
const share = {type: "number", minimum: 0, maximum: 1} as const;
const count = {type: "integer", minimum: 0} as const;
const sha256 = {type: "string", pattern: "^[0-9a-f]{64}$"} as const;

/**
 * What a feature tells about a person that must not, or not freely, weigh against them; in the order in which a
 * feature that tells several is named by the first.
 */
export const PROTECTED = ["gender", "familyStatus", "age"] as const;
export type Protected = (typeof PROTECTED)[number];

/** How the risk of default moves with a value: LightGBM's monotone constraint +1 when rising, −1 when falling. */
export const DIRECTIONS = ["rising", "falling"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** One input of a model, as the catalogue describes it; categories are the vocabulary the model was trained with. */
export const manifestFeatureSchema = {
  type: "object",
  required: ["name", "tables", "cause", "label", "formula", "unit", "kind"],
  additionalProperties: false,
  properties: {
    name: {type: "string", minLength: 1},
    tables: {
      type: "array",
      items: {
        type: "string",
        enum: [
          "application",
          "bureau",
          "bureau_balance",
          "previous_application",
          "POS_CASH_balance",
          "credit_card_balance",
          "installments_payments"
        ]
      }
    },
    cause: {type: "string", minLength: 1, description: "the group of causes, for reason codes"},
    label: bilingual,
    formula: bilingual,
    unit: {type: "string"},
    kind: {type: "string", enum: ["numeric", "category"]},
    categories: {type: "array", items: {type: "string"}, description: "code i stands for categories[i]"},
    protected: {
      type: "string",
      enum: PROTECTED,
      description: "the personal trait that can be read from the value"
    },
    direction: {
      type: "string",
      enum: DIRECTIONS,
      description: "whether the risk of default rises or falls with the value, where that is declared"
    },
    median: {type: ["number", "null"], description: "of the training clients that have a value"}
  }
} as const;

/** Statistics of features that are fitted on training clients; see src/core/fitted. */
export const fittedSchema = {
  type: "object",
  required: ["groupMedians", "targetMeans"],
  additionalProperties: false,
  properties: {
    groupMedians: {
      type: "array",
      description: "one feature each: the value less the median of the client's group",
      items: {
        type: "object",
        required: ["name", "measure", "levels"],
        additionalProperties: false,
        properties: {
          name: {type: "string"},
          measure: {type: "string", description: "the catalogue feature that is compared"},
          levels: {
            type: "array",
            description: "finest first; a client's median is that of the first level that knows the group",
            items: {
              type: "object",
              required: ["by", "medians"],
              additionalProperties: false,
              properties: {
                by: {type: "array", items: {type: "string"}},
                medians: {type: "object", additionalProperties: number}
              }
            }
          }
        }
      }
    },
    targetMeans: {
      type: "array",
      description: "one feature each: the smoothed bad rate of the client's category",
      items: {
        type: "object",
        required: ["name", "source", "prior", "means"],
        additionalProperties: false,
        properties: {
          name: {type: "string"},
          source: {type: "string", description: "the catalogue feature whose categories are rated"},
          prior: {...share, description: "for categories never seen"},
          means: {type: "object", additionalProperties: share}
        }
      }
    }
  }
} as const;

const probabilityMetrics = {
  type: "object",
  required: ["brier", "logLoss"],
  additionalProperties: false,
  properties: {brier: number, logLoss: number}
} as const;

/** models/<name>/manifest.json: everything about a model that its trees do not say. */
export const manifestSchema = {
  $id: "Manifest",
  title: "Scorebook model manifest",
  type: "object",
  required: [
    "format",
    "name",
    "version",
    "createdAt",
    "training",
    "features",
    "fitted",
    "protected",
    "metrics",
    "calibration",
    "cost",
    "scale",
    "cutoff",
    "population",
    "data",
    "files"
  ],
  additionalProperties: false,
  properties: {
    format: {const: MANIFEST_FORMAT},
    name: {type: "string", pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$"},
    version: {
      type: "string",
      pattern: "^[0-9a-f]{12}$",
      description:
        "first digits of the sha256 of everything here but name, version, createdAt, cards in other languages and a choice of features that was not used"
    },
    createdAt: {type: "string", description: "ISO 8601"},
    training: {
      type: "object",
      required: ["engine", "params", "excluded", "seed", "folds", "rounds", "roundsPerFold"],
      additionalProperties: false,
      properties: {
        engine: {type: "string", description: "the library and the format version of its model file"},
        params: {
          type: "object",
          additionalProperties: {type: ["number", "string", "boolean"]},
          description: "LightGBM's parameters; the features' directions come on top, as monotone_constraints"
        },
        excluded: {
          type: "array",
          items: {type: "string"},
          description: "features left out by name; see protected for those left out by trait"
        },
        seed: {type: "integer"},
        folds: {type: "integer", minimum: 2},
        rounds: {type: "integer", minimum: 1},
        roundsPerFold: {
          type: "array",
          items: {type: "integer", minimum: 1},
          description: "iterations that each fold's clients are scored with, chosen by the other folds"
        },
        study: {
          type: "object",
          description: "the search that found the parameters; its journal is among the files",
          required: ["name", "trial", "trials", "direction", "value"],
          additionalProperties: false,
          properties: {
            name: {type: "string"},
            trial: {type: "integer", minimum: 0, description: "the best one"},
            trials: {type: "integer", minimum: 1},
            direction: {enum: ["minimize", "maximize"]},
            value: {type: "number", description: "of the objective, out of the search's folds"}
          }
        }
      }
    },
    features: {type: "array", minItems: 1, items: manifestFeatureSchema, description: "in model order"},
    fitted: fittedSchema,
    protected: modelProtectedSchema,
    metrics: {
      type: "object",
      description:
        "out of fold: each client is scored by the fold model that has not seen them, at a number of iterations that they had no say in",
      required: ["auc", "aucStandardError", "gini", "ks", "aucPerFold", "before", "after", "calibrationBins"],
      additionalProperties: false,
      properties: {
        auc: share,
        aucStandardError: {type: "number", minimum: 0, description: "over the drawing of clients (DeLong)"},
        aucPerSeed: {
          type: "array",
          items: share,
          description:
            "the same with other seeds of folds and trees, the model's own first; when they were asked for"
        },
        gini: {type: "number", minimum: -1, maximum: 1},
        ks: share,
        aucPerFold: {type: "array", items: share},
        before: {...probabilityMetrics, description: "before calibration"},
        after: {
          ...probabilityMetrics,
          description: "after calibration, whose two numbers are fitted on these scores"
        },
        calibrationBins: {
          type: "array",
          description: "tenths of the clients by calibrated probability, lowest first",
          items: {
            type: "object",
            required: ["clients", "bad", "meanProbability"],
            additionalProperties: false,
            properties: {clients: count, bad: count, meanProbability: share}
          }
        }
      }
    },
    evaluation: modelEvaluationSchema,
    featureChoice: manifestChoiceSchema,
    calibration: {
      type: "object",
      description: "log-odds of default = intercept + slope × raw score",
      required: ["intercept", "slope"],
      additionalProperties: false,
      properties: {intercept: number, slope: {type: "number", exclusiveMinimum: 0}}
    },
    cost: {
      type: "object",
      description: "false negative: a default that was approved; false positive: a good client declined",
      required: ["falseNegative", "falsePositive"],
      additionalProperties: false,
      properties: {
        falseNegative: {type: "number", exclusiveMinimum: 0},
        falsePositive: {type: "number", exclusiveMinimum: 0}
      }
    },
    scale: {
      type: "object",
      required: ["baseScore", "baseOdds", "pdo"],
      additionalProperties: false,
      properties: {
        baseScore: number,
        baseOdds: {type: "number", exclusiveMinimum: 0},
        pdo: {type: "number", exclusiveMinimum: 0}
      }
    },
    referAbove: {...share, description: "probability from which approvals are referred; nobody when absent"},
    cutoff: {
      type: "object",
      required: ["probability", "score", "empirical", "costPerClient", "empiricalCostPerClient"],
      additionalProperties: false,
      properties: {
        probability: {...share, description: "cost-optimal: falsePositive / (falsePositive + falseNegative)"},
        score: {type: "number", description: "the same in points"},
        empirical: {...share, description: "the probability that was cheapest out of fold"},
        costPerClient: {type: "number", description: "out of fold, at the cut-off"},
        empiricalCostPerClient: {type: "number", description: "out of fold, at the cheapest one"}
      }
    },
    population: {
      type: "object",
      description: "the training clients, the hold-out aside, scored out of fold",
      required: [
        "clients",
        "badRate",
        "meanProbability",
        "meanScore",
        "approved",
        "referred",
        "declined",
        "badRateAboveCutoff",
        "quantiles",
        "histogram"
      ],
      additionalProperties: false,
      properties: {
        clients: count,
        badRate: share,
        meanProbability: share,
        meanScore: number,
        approved: share,
        referred: share,
        declined: share,
        badRateAboveCutoff: {
          type: ["number", "null"],
          description: "of the clients who are not declined, 0–1; null when all are"
        },
        quantiles: {
          type: "array",
          items: {
            type: "object",
            required: ["p", "score", "probability"],
            additionalProperties: false,
            properties: {p: share, score: number, probability: share}
          }
        },
        histogram: {
          type: "array",
          description: "scores from `from` up to, not including, `to`",
          items: {
            type: "object",
            required: ["from", "to", "good", "bad"],
            additionalProperties: false,
            properties: {from: number, to: number, good: count, bad: count}
          }
        }
      }
    },
    data: {
      type: "object",
      required: [
        "set",
        "generated",
        "fingerprint",
        "planSha256",
        "clients",
        "labelled",
        "badRate",
        "dataAsOf"
      ],
      additionalProperties: false,
      properties: {
        set: {type: "string", description: "name of the folder of the data set"},
        generated: {type: "boolean", description: "whether the raw tables were generated, not observed"},
        fingerprint: {type: "string"},
        planSha256: {type: "string"},
        clients: count,
        labelled: {
          ...count,
          description: "clients with a known outcome; all are trained on without a sample"
        },
        badRate: {...share, description: "of the labelled clients"},
        sample: {
          type: "object",
          description:
            "the labelled clients that were drawn, the hold-out's among them, when not all were; the model knows no others",
          required: ["clients", "seed"],
          additionalProperties: false,
          properties: {clients: {type: "integer", minimum: 1}, seed: {type: "integer", minimum: 0}}
        },
        dataAsOf: {type: "string"}
      }
    },
    files: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["path", "bytes", "sha256"],
        additionalProperties: false,
        properties: {path: {type: "string"}, bytes: count, sha256}
      }
    }
  }
} as const;

export type Manifest = FromSchema<typeof manifestSchema>;
export type ModelEvaluation = FromSchema<typeof modelEvaluationSchema>;
export type ManifestStudy = NonNullable<Manifest["training"]["study"]>;
export type ManifestFeature = FromSchema<typeof manifestFeatureSchema>;
export type FittedStatistics = FromSchema<typeof fittedSchema>;
