import type {FastifyInstance, RouteShorthandOptions} from "fastify";
import type {ErrorCode} from "../../../src/core/errors.ts";
import {
  type InferenceRequest,
  inferenceRequestSchema,
  inferenceResponseSchema,
  modelMetadataSchema
} from "../../../src/core/schema/inference.ts";
import {checkModel, type Inference} from "../../inference/inference.ts";
import type {Checks} from "../health.ts";
import {BODY_PROBLEMS, problemResponses} from "../problems.ts";

const BODY_LIMIT = 16 * 2 ** 20;
const state = (...names: string[]) => ({
  type: "object",
  required: names,
  properties: Object.fromEntries(names.map((name) => [name, {type: name === "name" ? "string" : "boolean"}]))
});

interface Asked {
  Params: {name: string; version?: string};
}

/** Serves the Open Inference Protocol, version 2: health, metadata and inference of the served model. */
export async function serveInference(
  app: FastifyInstance,
  parts: {inference: Inference; checks: Checks; isDraining: () => boolean; version: string}
) {
  const {inference, checks, isDraining, version} = parts;
  const describe = (summary: string, success: object, ...codes: ErrorCode[]) => ({
    tags: ["inference"],
    summary,
    response: {200: {description: "As the protocol has it", ...success}, ...problemResponses(...codes)}
  });
  const probe = {role: "anyone", anyHost: true, etag: false} as const;

  async function isReady(): Promise<boolean> {
    try {
      for (const check of Object.values(checks)) await check();
      return !isDraining();
    } catch {
      return false;
    }
  }

  app.get("/v2", {
    config: {role: "viewer"},
    schema: describe("Describes the server", {
      type: "object",
      properties: {
        name: {type: "string"},
        version: {type: "string"},
        extensions: {type: "array", items: {type: "string"}}
      }
    }),
    handler: async () => ({name: "scorebook", version, extensions: []})
  });
  app.get("/v2/health/live", {
    config: probe,
    schema: describe("Answers while the process lives", state("live")),
    handler: async () => ({live: true})
  });
  app.get("/v2/health/ready", {
    config: probe,
    schema: {
      ...describe("Answers whether requests can be answered", state("live", "ready")),
      response: {
        200: {description: "They can", ...state("live", "ready")},
        503: {description: "They cannot; /health/ready tells why", ...state("live", "ready")}
      }
    },
    handler: async (_request, reply) => {
      const ready = await isReady();
      return reply.code(ready ? 200 : 503).send({live: true, ready});
    }
  });

  for (const suffix of ["", "/versions/:version"]) {
    const at = `/v2/models/:name${suffix}`;
    const shared = {params: paramsOf(suffix !== "")};
    const about: RouteShorthandOptions = {
      config: {role: "viewer"},
      schema: {...describe("Describes a model's tensors", modelMetadataSchema, "MODEL_UNKNOWN"), ...shared}
    };
    app.get<Asked>(at, about, async ({params}) => {
      checkModel(inference.model, params);
      return inference.metadata();
    });
    app.get<Asked>(`${at}/ready`, {
      config: {role: "viewer"},
      schema: {
        ...describe("Answers whether a model is served", state("name", "ready"), "MODEL_UNKNOWN"),
        ...shared
      },
      handler: async ({params}) => {
        checkModel(inference.model, params);
        return {name: inference.model.name, ready: true};
      }
    });
    app.post<Asked & {Body: InferenceRequest}>(`${at}/infer`, {
      bodyLimit: BODY_LIMIT,
      config: {role: "analyst"},
      schema: {
        ...describe(
          "Scores rows of features, or clients by id",
          inferenceResponseSchema,
          "REQUEST_INVALID",
          "CLIENT_UNKNOWN",
          "MODEL_UNKNOWN",
          "FEATURES_MISSING",
          "STORAGE_DAMAGED",
          ...BODY_PROBLEMS
        ),
        ...shared,
        body: inferenceRequestSchema
      },
      handler: async ({params, body}) => {
        checkModel(inference.model, params);
        return inference.infer(body);
      }
    });
  }
}

const paramsOf = (hasVersion: boolean) => ({
  type: "object",
  required: ["name", ...(hasVersion ? ["version"] : [])],
  properties: {
    name: {type: "string", description: "the served model's name, or served for whichever is"},
    ...(hasVersion && {version: {type: "string", description: "as /v1/models has it"}})
  }
});
