const bilingual = {
  type: "object",
  required: ["en", "fr"],
  additionalProperties: false,
  properties: {en: {type: "string"}, fr: {type: "string"}}
} as const;
const number = {type: "number"} as const;
const share = {type: "number", minimum: 0, maximum: 1} as const;
const count = {type: "integer", minimum: 0} as const;
const interval = {
  type: "array",
  items: number,
  minItems: 2,
  maxItems: 2,
  description: "with 95 % confidence, over the drawing of clients"
} as const;

const estimate = {
  type: "object",
  required: ["value", "interval"],
  additionalProperties: false,
  properties: {value: number, interval}
} as const;

const measures = {
  type: "object",
  required: ["clients", "bad", "auc", "ks", "brier", "costPer1000"],
  additionalProperties: false,
  properties: {
    clients: count,
    bad: count,
    auc: {...estimate, description: "interval by DeLong's variance"},
    ks: share,
    brier: {...estimate, description: "of calibrated probabilities"},
    costPer1000: {...estimate, description: "at the cut-off that follows from the costs"}
  }
} as const;

const rated = {
  type: "object",
  required: ["name", "label", "auc", "of"],
  additionalProperties: false,
  properties: {
    name: {type: "string"},
    label: bilingual,
    auc: {...estimate, description: "of this one value, in the direction in which it is at least 0.5"},
    of: {
      type: "string",
      enum: ["value", "missing"],
      description: "what ranks: the value, or that there is none"
    }
  }
} as const;

const costPoint = {
  type: "object",
  required: ["cutoff", "approved", "costPerClient", "interval", "profitPer1000"],
  additionalProperties: false,
  properties: {
    cutoff: {...share, description: "probability of default"},
    approved: share,
    costPerClient: number,
    interval,
    profitPer1000: {
      ...number,
      description: "what good clients accepted earn, a false positive's cost each, less what bad ones lose"
    }
  }
} as const;

/** Who is compared with a model on its folds, from the least to the most that is known. */
export const CONTENDERS = [
  "baseRate",
  "externalScores",
  "application",
  "lightgbmDefaults",
  "scorebookDefaults",
  "model"
] as const;

/** How a model was judged; absent from models that were trained before it was measured. */
export const modelEvaluationSchema = {
  type: "object",
  required: ["holdout", "contenders", "monotone", "leaks", "cost"],
  additionalProperties: false,
  properties: {
    holdout: {
      type: "object",
      description: "clients whom no fold, fit, calibration or choice has seen, by a hash of their id",
      required: ["rule", "crossValidated", "heldOut", "gap"],
      additionalProperties: false,
      properties: {
        rule: {type: "string", description: "which clients are held out"},
        crossValidated: {...measures, description: "out of fold, as `metrics`"},
        heldOut: {
          ...measures,
          type: ["object", "null"],
          description: "by the model itself; null with fewer than two clients of a class"
        },
        gap: {
          ...estimate,
          type: ["object", "null"],
          description: "AUC out of fold less that of the hold-out"
        }
      }
    },
    contenders: {
      type: "array",
      description: "on the same folds, paired client by client; the last one is the model",
      items: {
        type: "object",
        required: ["id", "features", "measures", "aucDifference", "costDifference"],
        additionalProperties: false,
        properties: {
          id: {type: "string", enum: CONTENDERS},
          features: {...count, description: "of the catalogue; what is fitted from them comes on top"},
          measures,
          aucDifference: {
            ...estimate,
            type: ["object", "null"],
            description: "AUC of the model less this one's; null for the model"
          },
          costDifference: {
            ...estimate,
            type: ["object", "null"],
            description: "cost per 1,000 clients of the model less this one's; null for the model"
          }
        }
      }
    },
    monotone: {
      type: "object",
      description: "declared directions of features that tell nothing protected",
      required: ["declared", "used", "difference"],
      additionalProperties: false,
      properties: {
        declared: {...count, description: "inputs of the model that have one"},
        used: {
          type: "boolean",
          description: "whether the model keeps to them: unless they cost more than 0.001 beyond chance"
        },
        difference: {
          ...estimate,
          type: ["object", "null"],
          description: "AUC with less that without, on the same folds; null when none is declared"
        }
      }
    },
    leaks: {
      type: "object",
      description: "what would make every figure too good",
      required: ["implausibleAbove", "strongest", "trainAgainstTest", "duplicates"],
      additionalProperties: false,
      properties: {
        implausibleAbove: {...share, description: "a single value that ranks better is suspicious"},
        strongest: {
          type: "array",
          items: rated,
          description: "best first: five, and all that are implausible"
        },
        trainAgainstTest: {
          type: ["object", "null"],
          description:
            "whether a model can tell the clients without an outcome from those with one, out of fold; null when there are none",
          required: ["training", "test", "auc", "strongest"],
          additionalProperties: false,
          properties: {
            training: count,
            test: count,
            auc: estimate,
            strongest: {type: "array", items: rated, description: "values that tell them apart, best first"}
          }
        },
        duplicates: {
          type: "object",
          description: "labelled clients whose application equals another one's in every value",
          required: ["clients", "acrossFolds", "acrossHoldout"],
          additionalProperties: false,
          properties: {
            clients: count,
            acrossFolds: {...count, description: "of them, those whose like is in another fold"},
            acrossHoldout: {
              ...count,
              description: "of them, those whose like is on the other side of the hold-out"
            }
          }
        }
      }
    },
    cost: {
      type: "object",
      description: "what other cut-offs would have cost out of fold",
      required: ["points", "empirical", "theoretical", "difference", "refer"],
      additionalProperties: false,
      properties: {
        points: {type: "array", items: costPoint, description: "by ascending cut-off"},
        empirical: {
          type: "object",
          required: ["cutoff", "costPerClient", "interval"],
          additionalProperties: false,
          properties: {
            cutoff: share,
            costPerClient: number,
            interval: {...interval, description: "of the cheapest cut-off, when the clients are drawn again"}
          }
        },
        theoretical: costPoint,
        difference: {
          ...estimate,
          description: "cost per client at the theoretical cut-off less that at the empirical"
        },
        refer: {
          type: ["object", "null"],
          description:
            "a proposal: whom a person should see, between two cut-offs that cost nearly the least",
          required: ["from", "to", "share", "badRate", "within"],
          additionalProperties: false,
          properties: {
            from: share,
            to: share,
            share,
            badRate: {type: ["number", "null"]},
            within: {...share, description: "how much above the lowest cost, as a share of it"}
          }
        }
      }
    }
  }
} as const;
