import type {FastifyInstance} from "fastify";
import type {ErrorCode} from "../../../src/core/errors.ts";
import * as answers from "../../../src/core/schema/answers.ts";
import {
  comparisonSchema,
  modelListSchema,
  type PromotionBody,
  promotionBodySchema,
  promotionSchema
} from "../../../src/core/schema/models.ts";
import {actorOf} from "../../access/actor.ts";
import {describeModel, listModels} from "../../models/describe.ts";
import type {Promotions} from "../../models/promotions.ts";
import {createShelf} from "../../models/shelf.ts";
import type {ModelSlot} from "../../models/slot.ts";
import {BODY_PROBLEMS, problemResponses, STORAGE_PROBLEMS} from "../problems.ts";

const params = {
  type: "object",
  required: ["name"],
  properties: {name: {type: "string", description: "a model's name, see /v1/models"}}
} as const;

/** Serves the models that there are, and the change of the served one. */
export async function serveModels(
  app: FastifyInstance,
  {promotions, slot}: {promotions: Promotions; slot: ModelSlot}
) {
  const shelf = createShelf(slot.folder);
  const describe = (summary: string, success: object, ...codes: ErrorCode[]) => ({
    tags: ["model"],
    summary,
    response: {200: success, ...problemResponses(...codes)}
  });

  app.get("/v1/models", {
    config: {role: "viewer"},
    schema: describe("Lists the models that there are, and which is served", {
      ...modelListSchema,
      description: "The models by name"
    }),
    handler: async () => ({models: listModels(shelf, slot.current())})
  });
  app.get<{Params: {name: string}}>("/v1/models/:name", {
    config: {role: "viewer"},
    schema: {
      ...describe(
        "Describes a model: metrics, calibration, costs, cut-off, data",
        answers.model,
        "MODEL_UNKNOWN",
        "MODEL_INVALID"
      ),
      params
    },
    handler: async ({params: {name}}) => describeModel(shelf.manifest(name), slot.current())
  });
  app.get<{Params: {name: string; other: string}}>("/v1/models/:name/compare/:other", {
    config: {role: "viewer"},
    schema: {
      ...describe(
        "Compares a challenger with a champion on the clients whom both have held out",
        {...comparisonSchema, description: "Differences are challenger less champion"},
        "MODEL_UNKNOWN",
        "MODEL_INVALID",
        "MODEL_MISSING",
        "MODELS_INCOMPARABLE",
        "STORAGE_DAMAGED"
      ),
      params: {
        type: "object",
        required: ["name", "other"],
        properties: {
          name: {...params.properties.name, description: "the champion"},
          other: {type: "string", description: "the challenger"}
        }
      }
    },
    handler: async ({params: {name, other}}) => slot.compare(name, other)
  });
  app.post<{Params: {name: string}; Body: PromotionBody}>("/v1/models/:name/promote", {
    config: {role: "admin", mayHaveNoBody: true},
    schema: {
      ...describe(
        "Makes a model the served one, at once and on every replica",
        {...promotionSchema, description: "The promotion as it was recorded"},
        "REQUEST_INVALID",
        "MODEL_UNKNOWN",
        "MODEL_REFUSED",
        ...BODY_PROBLEMS,
        ...STORAGE_PROBLEMS
      ),
      params,
      body: promotionBodySchema
    },
    handler: async ({params: {name}, body, caller}) =>
      promotions.promote(actorOf(caller, body.by), name, body.note)
  });
}
