import type {FromSchema} from "json-schema-to-ts";

const number = {type: "number"} as const;
const count = {type: "integer", minimum: 0} as const;
const share = {type: "number", minimum: 0, maximum: 1} as const;
const names = {type: "array", items: {type: "string"}} as const;
const estimate = {
  type: "object",
  required: ["value", "interval"],
  additionalProperties: false,
  properties: {value: number, interval: {type: "array", items: number, minItems: 2, maxItems: 2}}
} as const;

/** How finely features are grouped: by the tables they come from, by cause of the score, or each by itself. */
export const CHOICE_LEVELS = ["table", "cause", "feature"] as const;
export type ChoiceLevel = (typeof CHOICE_LEVELS)[number];

const differenceProperties = {
  auc: {...estimate, description: "gain in AUC, without less with, mean of the repeats"},
  cost: {...estimate, description: "change of the cost per 1,000 clients, without less with"},
  aucNoise: {
    ...number,
    description: "standard deviation of the gain in AUC over the repeats: what other folds and seeds change"
  }
} as const;

const difference = {
  type: "object",
  required: ["auc", "cost", "aucNoise"],
  additionalProperties: false,
  description: "95 %, over the drawing of clients (paired) and over the repeats together",
  properties: differenceProperties
} as const;

/** One thing that was tried: leaving groups out, beside the features that were kept until then. */
const step = {
  type: "object",
  required: ["level", "groups", "weakest", "removed", "features", "auc", "cost", "aucNoise", "kept"],
  additionalProperties: false,
  properties: {
    level: {enum: CHOICE_LEVELS},
    groups: {...names, description: "left out together"},
    weakest: {
      type: "boolean",
      description: "true when no group looked like noise and the least important one was tried"
    },
    removed: {...count, description: "features of the catalogue that go"},
    features: {...count, description: "that stay"},
    ...differenceProperties,
    kept: {
      type: "boolean",
      description: "whether the interval excludes 0 on the good side, so that they stay out"
    }
  }
} as const;

const aboutProperties = {
  objective: {enum: ["auc", "cost"]},
  folds: count,
  repeats: {...count, description: "divisions into folds, each with a seed of its own"},
  rounds: {...count, description: "iterations of the models of all features, the mean of the repeats"},
  clients: count,
  heldOut: {...count, description: "labelled clients that the choice has not seen"},
  noise: {
    type: "object",
    required: ["auc", "cost"],
    additionalProperties: false,
    description: "of all features: standard deviation of AUC and of cost per 1,000 over the repeats",
    properties: {auc: number, cost: number}
  },
  all: {...count, description: "features of the catalogue that the model may have"},
  steps: {type: "array", items: step},
  confirmed: {
    ...difference,
    type: ["object", "null"],
    description: "what was kept out, once more on folds that the choice has not used; null when nothing was"
  },
  leftOut: {...names, description: "features that the choice leaves out; none unless the intervals exclude 0"}
} as const;
const aboutRequired = [
  "objective",
  "folds",
  "repeats",
  "rounds",
  "clients",
  "heldOut",
  "noise",
  "all",
  "steps",
  "confirmed",
  "leftOut"
] as const;

/** What a manifest tells of a choice of features. */
export const manifestChoiceSchema = {
  type: "object",
  description:
    "whether fewer features would do as well; written by npm run choose, or by the training that used it",
  required: ["study", "used", ...aboutRequired],
  additionalProperties: false,
  properties: {
    study: {type: "string", description: "whose folder has the whole of it"},
    used: {type: "boolean", description: "whether the model was trained with what was chosen"},
    ...aboutProperties
  }
} as const;

/** models/studies/<name>/choice.json: a choice of features by out-of-fold and null importance. */
export const featureChoiceSchema = {
  $id: "FeatureChoice",
  title: "Scorebook feature choice",
  type: "object",
  required: ["format", "study", "data", "settings", "groups", ...aboutRequired],
  additionalProperties: false,
  properties: {
    format: {const: 1},
    study: {type: "string"},
    data: {
      type: "object",
      required: ["set", "fingerprint", "planSha256"],
      additionalProperties: false,
      properties: {set: {type: "string"}, fingerprint: {type: "string"}, planSha256: {type: "string"}}
    },
    settings: {
      type: "object",
      required: ["seed", "nulls", "params", "maxRounds", "patience", "cost", "exclude", "allowed"],
      additionalProperties: false,
      properties: {
        seed: {type: "integer", description: "of the first repeat; each next one has the next"},
        nulls: {...count, description: "models of shuffled outcomes"},
        params: {type: "object", additionalProperties: {type: ["number", "string", "boolean"]}},
        maxRounds: count,
        patience: count,
        cost: {
          type: "object",
          required: ["falseNegative", "falsePositive"],
          additionalProperties: false,
          properties: {falseNegative: number, falsePositive: number}
        },
        exclude: names,
        allowed: names
      }
    },
    groups: {
      type: "array",
      description: "of all features, level by level, the least important first",
      items: {
        type: "object",
        required: ["level", "name", "features", "permutation", "gainShare", "nullP", "isNoise"],
        additionalProperties: false,
        properties: {
          level: {enum: CHOICE_LEVELS},
          name: {type: "string"},
          features: count,
          permutation: {
            ...estimate,
            description: "AUC that is lost out of fold when the group's values are dealt to other clients"
          },
          gainShare: {...share, description: "of the splits' gain of all features"},
          nullP: {
            ...share,
            description: "how often the group's gain is as large when the outcomes are shuffled"
          },
          isNoise: {type: "boolean", description: "neither test tells it from noise"}
        }
      }
    },
    ...aboutProperties
  }
} as const;

export type FeatureChoice = FromSchema<typeof featureChoiceSchema>;
export type ManifestChoice = FromSchema<typeof manifestChoiceSchema>;
export type ChoiceStep = FeatureChoice["steps"][number];
export type ChoiceGroup = FeatureChoice["groups"][number];

/** Keeps of a choice what a manifest tells: of single features that were tried, how many but not which. */
export function toManifestChoice(
  {format: _, data: _data, settings: _settings, groups: _groups, steps, ...about}: FeatureChoice,
  used: boolean
): ManifestChoice {
  const told = steps.map((step) => (step.level === "feature" ? {...step, groups: []} : step));
  return {...about, steps: told, used};
}

/** Counts the groups that a step of a manifest left out. */
export const countGroups = ({level, groups, removed}: ChoiceStep): number =>
  level === "feature" ? removed : groups.length;
