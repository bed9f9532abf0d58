import type {FromSchema} from "json-schema-to-ts";

/** The Open Inference Protocol, version 2, as KServe states it: requests, answers and metadata over REST. */

const parameters = {
  type: "object",
  description: "names with a text, number or boolean each; none changes an answer",
  additionalProperties: {type: ["string", "number", "boolean"]}
} as const;
const shape = {
  type: "array",
  maxItems: 8,
  items: {type: "integer", minimum: 0},
  description: "rows, or rows and columns"
} as const;
const elements = {
  type: "array",
  items: {},
  description: "row after row, flat or nested; null is missing"
} as const;

const input = {
  type: "object",
  required: ["name", "shape", "datatype", "data"],
  additionalProperties: false,
  properties: {
    name: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      description:
        "a feature; or clientId for clients of the data set; or any other name for one matrix of all features in model order"
    },
    shape,
    datatype: {type: "string", description: "BOOL, INT8 to UINT64, FP32, FP64 or BYTES"},
    parameters,
    data: elements
  }
} as const;

export const inferenceRequestSchema = {
  type: "object",
  required: ["inputs"],
  additionalProperties: false,
  properties: {
    id: {type: "string", maxLength: 200, description: "given back with the answer"},
    parameters,
    inputs: {type: "array", minItems: 1, maxItems: 4000, items: input},
    outputs: {
      type: "array",
      maxItems: 20,
      description: "which tensors are answered; all when absent",
      items: {
        type: "object",
        required: ["name"],
        additionalProperties: false,
        properties: {name: {type: "string", maxLength: 200}, parameters}
      }
    }
  }
} as const;

export const inferenceResponseSchema = {
  type: "object",
  required: ["model_name", "model_version", "outputs"],
  properties: {
    model_name: {type: "string"},
    model_version: {type: "string"},
    id: {type: "string"},
    parameters: {
      type: "object",
      required: ["model_sha256", "cutoff", "policy_version"],
      properties: {
        model_sha256: {type: "string"},
        cutoff: {type: "number", description: "points below which is declined"},
        policy_version: {type: "integer"}
      }
    },
    outputs: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "shape", "datatype", "data"],
        properties: {
          name: {type: "string"},
          shape,
          datatype: {type: "string"},
          data: {type: "array", items: {}}
        }
      }
    }
  }
} as const;

const tensorMetadata = {
  type: "object",
  required: ["name", "datatype", "shape"],
  properties: {
    name: {type: "string"},
    datatype: {type: "string"},
    shape: {type: "array", items: {type: "integer"}, description: "-1 is any number of rows"}
  }
} as const;

export const modelMetadataSchema = {
  type: "object",
  required: ["name", "versions", "platform", "inputs", "outputs"],
  properties: {
    name: {type: "string"},
    versions: {type: "array", items: {type: "string"}},
    platform: {type: "string"},
    inputs: {type: "array", items: tensorMetadata, description: "in model order"},
    outputs: {type: "array", items: tensorMetadata}
  }
} as const;

export type InferenceRequest = FromSchema<typeof inferenceRequestSchema>;
export type InferenceResponse = FromSchema<typeof inferenceResponseSchema>;
export type ModelMetadata = FromSchema<typeof modelMetadataSchema>;
