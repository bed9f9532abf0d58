const bilingual = {
  type: "object",
  required: ["en", "fr"],
  additionalProperties: false,
  properties: {en: {type: "string"}, fr: {type: "string"}}
} as const;
const trait = {type: "string", enum: ["gender", "familyStatus", "age"]} as const;
const count = {type: "integer", minimum: 0} as const;
const number = {type: "number"} as const;

/** What a model does with features from which a protected trait can be read, and what leaving them out cost. */
export const modelProtectedSchema = {
  type: "object",
  required: ["allowed", "used", "leftOut", "effect"],
  additionalProperties: false,
  properties: {
    allowed: {type: "array", items: trait, description: "the traits whose features the model may use"},
    used: {
      type: "array",
      description: "the protected features among the model's inputs",
      items: {
        type: "object",
        required: ["name", "label", "trait"],
        additionalProperties: false,
        properties: {
          name: {type: "string"},
          label: bilingual,
          trait,
          direction: {
            type: "string",
            enum: ["rising", "falling"],
            description: "how the risk may move with it"
          }
        }
      }
    },
    leftOut: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "label", "trait"],
        additionalProperties: false,
        properties: {name: {type: "string"}, label: bilingual, trait}
      }
    },
    effect: {
      type: ["object", "null"],
      description:
        "this model beside one trained in the same way with the features that were left out, both out of fold on the same folds; null when nothing was left out",
      required: ["aucWith", "difference", "standardError", "interval", "approvedWithout", "declinedWithout"],
      additionalProperties: false,
      properties: {
        aucWith: {type: "number", minimum: 0, maximum: 1, description: "AUC of the model that has them"},
        difference: {
          ...number,
          description: "AUC of this model less aucWith: below 0 when leaving them out costs"
        },
        standardError: {
          ...number,
          description: "of the difference over the drawing of clients (DeLong, paired)"
        },
        interval: {
          type: "array",
          items: number,
          minItems: 2,
          maxItems: 2,
          description: "the difference with 95 % confidence"
        },
        approvedWithout: {
          ...count,
          description: "clients whom this model does not decline and the other would"
        },
        declinedWithout: {...count, description: "clients whom this model declines and the other would not"}
      }
    }
  }
} as const;
