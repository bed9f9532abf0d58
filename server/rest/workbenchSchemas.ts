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
const list = <Item extends object>(properties: Item) =>
  ({type: "array", items: {type: "object", properties}}) as const;

/** Answers of the workbench's routes, for the OpenAPI document and for writing them out. */
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
  properties: {planSha256: {type: "string"}, features: {type: "array", items: open}}
} as const;
export const model = {description: "The manifest without its long parts", ...open} as const;
export const profile = {
  description: "The fields",
  type: "object",
  properties: {
    clientId,
    fields: list({name: {type: "string"}, label: bilingual, unit: {type: "string"}, value})
  }
} as const;
export const history = {
  description: "The rows, newest last as each table is sorted",
  type: "object",
  properties: {clientId, tables: list({name: table, rows: {type: "array", items: rawRow}})}
} as const;
export const featureRows = {
  description: "The rows, with the feature's formula and value",
  type: "object",
  properties: {clientId, feature: open, value, rows: list({table, index, row: rawRow})}
} as const;
export const featureSensitivity = {
  description: "Strongest first; score in points before rounding",
  type: "object",
  properties: {
    clientId,
    feature: open,
    rows: list({
      table,
      index,
      value: nullable,
      baseline: nullable,
      difference: nullable,
      score: {
        type: "object",
        properties: {value: {type: "number"}, baseline: {type: "number"}, difference: {type: "number"}}
      }
    })
  }
} as const;
export const interactions = {
  description:
    "The strongest features by |contribution|, and the part of the symmetric interaction matrix that belongs to them",
  type: "object",
  properties: {
    clientId,
    features: list({name: {type: "string"}, label: bilingual, contribution: {type: "number"}}),
    values: {
      type: "array",
      items: {type: "array", items: {type: "number"}},
      description:
        "log-odds; off the diagonal half of what a pair does together, on it what a feature does alone"
    }
  }
} as const;
export const whatIf = {
  description: "The explanation before and after, and the model's features that differ",
  type: "object",
  properties: {
    clientId,
    before: {$ref: "Explanation#"},
    after: {$ref: "Explanation#"},
    changed: list({name: {type: "string"}, label: bilingual, before: value, after: value})
  }
} as const;
export const recourse = {
  description: "Up to three lists of actions, the cheapest first; a sentence instead when there is none",
  type: "object",
  properties: {
    clientId,
    score: {type: "integer"},
    decision: {type: "string"},
    goal: {type: "integer", description: "points that each option reaches at least"},
    options: list({
      actions: list({
        kind: {type: "string"},
        text: bilingual,
        cost: {type: "number", description: "in units that only compare options"},
        edits: {type: "array", items: open, description: "for …/what-if"}
      }),
      cost: {type: "number"},
      score: {type: "integer"},
      probabilityOfDefault: {type: "number"},
      decision: {type: "string"}
    }),
    message: {anyOf: [bilingual, {type: "null"}]}
  }
} as const;
