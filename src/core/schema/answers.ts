import type {FromSchema} from "json-schema-to-ts";
import type {explanationSchema} from "./explanation.ts";

const bilingual = {
  type: "object",
  required: ["en", "fr"],
  properties: {en: {type: "string"}, fr: {type: "string"}}
} as const;
const value = {type: ["number", "string", "null"]} as const;
const nullable = {type: ["number", "null"]} as const;
const rawRow = {
  type: "object",
  additionalProperties: value,
  description: "column → cell, null when empty"
} as const;
const open = {type: "object", additionalProperties: true} as const;
const table = {type: "string", description: "name of the raw table"} as const;
const index = {type: "integer", description: "place in the client's rows of that table, from 0"} as const;
const clientId = {type: "integer"} as const;
const feature = {
  type: "object",
  required: ["name", "tables", "cause", "label", "formula", "unit", "kind"],
  properties: {
    name: {type: "string"},
    tables: {type: "array", items: table, description: "where its raw rows are; the strongest table first"},
    cause: {type: "string", description: "code of the cause that it belongs to"},
    label: bilingual,
    formula: {...bilingual, description: "the formula in words that a banker reads"},
    unit: {type: "string"},
    kind: {type: "string", enum: ["numeric", "category"]},
    categories: {type: "array", items: {type: "string"}},
    protected: {type: "string", description: "the personal trait that can be read from the value"},
    direction: {type: "string", description: "whether the risk of default rises or falls with the value"}
  }
} as const;

const listOf = <P extends Record<string, object>>(properties: P) =>
  ({type: "array", items: {type: "object", properties}}) as const;

/** Answers about clients, model and tables, for the OpenAPI document, for writing them out and for the types of programs. */
export const tables = {
  description: "The raw tables of one client",
  type: "object",
  properties: {
    tables: {
      type: "array",
      items: {
        type: "object",
        properties: {
          name: table,
          key: {type: ["string", "null"], description: "the column whose value occurs once"},
          order: {type: "array", items: {type: "string"}, description: "how a client's rows are sorted"},
          columns: {type: "array", items: open}
        }
      }
    }
  }
} as const;
export const features = {
  description: "The catalogue in column order, then the features that the model derives from it",
  type: "object",
  required: ["planSha256", "features"],
  properties: {
    planSha256: {type: "string"},
    features: {
      type: "array",
      items: {
        ...feature,
        required: [...feature.required, "inModel"],
        properties: {
          ...feature.properties,
          inModel: {type: "boolean", description: "whether the model uses it"}
        }
      }
    }
  }
} as const;
export const model = {description: "The manifest without its long parts", ...open} as const;
export const browserModel = {
  description: "The model's inputs in their order, what it derives, and how is decided now",
  type: "object",
  required: ["model", "features", "fitted", "policy"],
  properties: {
    model: {...open, description: "name, version and sha256 of model.txt"},
    features: {type: "array", items: open, description: "as in /v1/features; categories are the model's own"},
    fitted: {...open, description: "statistics of the training clients"},
    policy: {...open, description: "calibration, costs, scale and limits"}
  }
} as const;
export const profile = {
  description: "The fields",
  type: "object",
  properties: {
    clientId,
    fields: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "label", "unit", "value"],
        properties: {name: {type: "string"}, label: bilingual, unit: {type: "string"}, value}
      }
    }
  }
} as const;
export const history = {
  description: "The rows, newest last as each table is sorted",
  type: "object",
  required: ["clientId", "tables"],
  properties: {
    clientId,
    tables: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "rows"],
        properties: {name: table, rows: {type: "array", items: rawRow}}
      }
    }
  }
} as const;
export const featureRows = {
  description: "The rows, with the feature's formula and value",
  type: "object",
  required: ["clientId", "feature", "value", "rows"],
  properties: {
    clientId,
    feature,
    value,
    rows: {
      type: "array",
      items: {type: "object", required: ["table", "index", "row"], properties: {table, index, row: rawRow}}
    }
  }
} as const;
export const featureSensitivity = {
  description: "Strongest first; score in points before rounding",
  type: "object",
  properties: {
    clientId,
    feature,
    rows: {
      type: "array",
      items: {
        type: "object",
        required: ["table", "index", "value", "baseline", "difference", "score"],
        properties: {
          table,
          index,
          value: nullable,
          baseline: nullable,
          difference: nullable,
          score: {
            type: "object",
            required: ["value", "baseline", "difference"],
            properties: {value: {type: "number"}, baseline: {type: "number"}, difference: {type: "number"}}
          }
        }
      }
    }
  }
} as const;
export const interactions = {
  description:
    "The strongest features by |contribution|, and the part of the symmetric interaction matrix that belongs to them",
  type: "object",
  properties: {
    clientId,
    features: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "label", "contribution"],
        properties: {name: {type: "string"}, label: bilingual, contribution: {type: "number"}}
      }
    },
    values: {
      type: "array",
      items: {type: "array", items: {type: "number"}},
      description:
        "log-odds; off the diagonal half of what a pair does together, on it what a feature does alone"
    }
  }
} as const;
export const whatIf = {
  description:
    "The explanation before and after, and the model's features that differ; with ?before=none without before",
  type: "object",
  required: ["clientId", "after", "changed"],
  properties: {
    clientId,
    before: {$ref: "Explanation#"},
    after: {$ref: "Explanation#"},
    changed: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "label", "before", "after"],
        properties: {name: {type: "string"}, label: bilingual, before: value, after: value}
      }
    }
  }
} as const;

/** Actions that are taken together, and what the records are scored as then. */
const recourseOption = {
  actions: listOf({
    kind: {type: "string"},
    text: bilingual,
    cost: {type: "number", description: "in units that only compare options"},
    edits: {type: "array", items: open, description: "for …/what-if"}
  }),
  cost: {type: "number"},
  score: {type: "integer"},
  probabilityOfDefault: {type: "number"},
  decision: {type: "string"}
} as const;

const wholeNumber = {type: "integer", minimum: 0} as const;

export const recourse = {
  description: "Up to three lists of actions, the cheapest first; a sentence instead when there is none",
  type: "object",
  properties: {
    clientId,
    score: {type: "integer"},
    decision: {type: "string"},
    goal: {type: "integer", description: "points that each option reaches at least"},
    options: listOf(recourseOption),
    nearest: {
      anyOf: [{type: "object", properties: recourseOption}, {type: "null"}],
      description: "the list that came highest where there is no option; null where no action gains a point"
    },
    bounds: {
      type: "object",
      description: "how far actions could go",
      properties: {
        leastAmount: {type: "number", description: "the smallest amount, as a share of the present one"},
        longestTerm: {type: "number", description: "the longest term, as a multiple of the present one"},
        settledLoans: wholeNumber,
        mostActions: {...wholeNumber, description: "of one list"}
      }
    },
    searched: {
      type: "object",
      additionalProperties: wholeNumber,
      description: "how many single actions there were to choose from, by kind"
    },
    message: {anyOf: [bilingual, {type: "null"}]}
  }
} as const;

export type Features = FromSchema<typeof features>;
export type History = FromSchema<typeof history>;
export type Profile = FromSchema<typeof profile>;
export type FeatureRows = FromSchema<typeof featureRows>;
export type WhatIf = FromSchema<typeof whatIf, {references: [typeof explanationSchema]}>;
