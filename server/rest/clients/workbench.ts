import type {FastifyInstance} from "fastify";
import type {ErrorCode} from "../../../src/core/errors.ts";
import * as answers from "../../../src/core/schema/answers.ts";
import {shown} from "../../../src/core/shown.ts";
import {parseClientId} from "../../scoring/clientId.ts";
import type {RecourseRequest} from "../../scoring/recourse/recourse.ts";
import {rowEditsSchema} from "../../scoring/rowEdits.ts";
import type {WhatIfRequest, Workbench} from "../../scoring/workbench.ts";
import {parseShape, type ShapeQuery, shapeQuery} from "../answers/explanationShape.ts";
import {invalidParameter, parseInteger} from "../answers/parameters.ts";
import {problemResponses} from "../problems.ts";
import {clientParams, sendJson} from "./clients.ts";

const featureParams = {
  type: "object",
  required: ["id", "name"],
  properties: {
    ...clientParams.properties,
    name: {type: "string", description: "a feature's name, see /v1/features"}
  }
} as const;

const whatIfBody = {
  type: "object",
  additionalProperties: false,
  properties: {
    rows: rowEditsSchema,
    features: {
      type: "object",
      maxProperties: 2000,
      additionalProperties: {type: ["number", "string", "null"]},
      description: "feature → value: a number, a category's text or null for missing; applied after the rows"
    }
  }
} as const;

const whatIfQuery = {
  ...shapeQuery,
  properties: {
    ...shapeQuery.properties,
    before: {
      type: "string",
      enum: ["whole", "none"],
      default: "whole",
      description: "none leaves the client as on record out, which whoever asks may have already"
    }
  }
} as const;
type WhatIfQuery = ShapeQuery & {before?: unknown};

const recourseBody = {
  type: "object",
  additionalProperties: false,
  properties: {
    leastAmount: {
      type: "number",
      minimum: 0.1,
      maximum: 1,
      description: "of the amount asked for; 0.5 when absent"
    },
    longestTerm: {
      type: "number",
      minimum: 1,
      maximum: 3,
      description: "of the present term; 1.5 when absent"
    },
    settledLoans: {type: "integer", minimum: 0, maximum: 10, description: "at other lenders; 5 when absent"}
  }
} as const;

const DEFAULT_TOP = 10;
const MAX_TOP = 50;
const CLIENT_PROBLEMS = [
  "CLIENT_ID_INVALID",
  "CLIENT_UNKNOWN",
  "FEATURES_MISSING",
  "STORAGE_DAMAGED"
] as const satisfies ErrorCode[];
const parse = (id: string) => parseClientId(id, "/v1/clients/");

/** Serves what else can be asked of a client, and the model, its features and the raw tables. */
export async function serveWorkbench(app: FastifyInstance, {workbench}: {workbench: Workbench}) {
  const describe = (tag: string, summary: string, answer: object, ...codes: ErrorCode[]) => ({
    tags: [tag],
    summary,
    response: {200: answer, ...problemResponses(...codes)}
  });

  app.get("/v1/tables", {
    config: {role: "viewer"},
    schema: describe("model", "Lists the raw tables with their columns, units and labels", answers.tables),
    handler: async () => ({tables: workbench.tables()})
  });
  app.get("/v1/features", {
    config: {role: "viewer"},
    schema: describe("model", "Lists every feature with its formula, unit and tables", answers.features),
    handler: async () => workbench.features()
  });
  app.get("/v1/model", {
    config: {role: "viewer"},
    schema: describe(
      "model",
      "Describes the served model: metrics, calibration, costs, cut-off, data",
      answers.model
    ),
    handler: async () => workbench.model()
  });
  app.get("/v1/model/browser", {
    config: {role: "analyst"},
    schema: describe(
      "model",
      "Tells what a page scores and explains with by itself, beside the trees",
      answers.browserModel
    ),
    handler: async () => workbench.browserModel()
  });
  app.get("/v1/model/model.txt", {
    config: {role: "analyst"},
    schema: {
      tags: ["model"],
      summary: "Gives the trees of the served model, as LightGBM writes them",
      response: {
        200: {description: "model.txt", content: {"text/plain": {schema: {type: "string"}}}},
        ...problemResponses()
      }
    },
    handler: async (_, reply) => {
      const {sha256, text} = workbench.modelText();
      return reply
        .headers({etag: `W/"${sha256}"`, "cache-control": "private, no-cache"})
        .type("text/plain; charset=utf-8")
        .send(Buffer.from(text.buffer, text.byteOffset, text.byteLength));
    }
  });
  app.get<{Params: {id: string}}>("/v1/clients/:id", {
    config: {role: "viewer"},
    schema: {
      ...describe(
        "clients",
        "Tells the fields of a client's application",
        answers.profile,
        ...CLIENT_PROBLEMS
      ),
      params: clientParams
    },
    handler: async ({params: {id}}) => workbench.profile(parse(id))
  });
  app.get<{Params: {id: string}}>("/v1/clients/:id/history", {
    config: {role: "viewer"},
    schema: {
      ...describe("clients", "Tells a client's raw rows in all tables", answers.history, ...CLIENT_PROBLEMS),
      params: clientParams
    },
    handler: async ({params: {id}}) => workbench.history(parse(id))
  });
  app.get<{Params: {id: string; name: string}}>("/v1/clients/:id/features/:name/rows", {
    config: {role: "viewer"},
    schema: {
      ...describe(
        "clients",
        "Tells which raw rows count for a feature of a client",
        answers.featureRows,
        ...CLIENT_PROBLEMS,
        "FEATURE_UNKNOWN"
      ),
      params: featureParams
    },
    handler: async ({params: {id, name}}) => workbench.rows(parse(id), name)
  });
  app.get<{Params: {id: string; name: string}}>("/v1/clients/:id/features/:name/sensitivity", {
    config: {role: "viewer"},
    schema: {
      ...describe(
        "clients",
        "Tells what feature and score would be without each raw row; sensitivities, which do not add up",
        answers.featureSensitivity,
        ...CLIENT_PROBLEMS,
        "FEATURE_UNKNOWN"
      ),
      params: featureParams
    },
    handler: async ({params: {id, name}}) => workbench.sensitivity(parse(id), name)
  });
  app.get<{Params: {id: string}; Querystring: {top?: unknown}}>("/v1/clients/:id/interactions", {
    config: {role: "viewer"},
    schema: {
      ...describe(
        "clients",
        "Tells how the strongest features of a client act together",
        answers.interactions,
        ...CLIENT_PROBLEMS,
        "REQUEST_INVALID",
        "EXPLANATION_UNSUPPORTED"
      ),
      params: clientParams,
      querystring: {
        type: "object",
        properties: {top: {type: "integer", minimum: 1, maximum: MAX_TOP, default: DEFAULT_TOP}}
      }
    },
    handler: async ({params: {id}, query}) =>
      workbench.interactions(parse(id), parseInteger(query.top, "top", 1, MAX_TOP) ?? DEFAULT_TOP)
  });
  app.post<{Params: {id: string}; Body: WhatIfRequest; Querystring: WhatIfQuery}>("/v1/clients/:id/what-if", {
    config: {role: "analyst"},
    schema: {
      ...describe(
        "clients",
        "Explains a client with changed raw records or features; keeps nothing",
        answers.whatIf,
        ...CLIENT_PROBLEMS,
        "REQUEST_INVALID",
        "FEATURE_UNKNOWN",
        "EXPLANATION_UNSUPPORTED",
        "PAYLOAD_TOO_LARGE",
        "MEDIA_UNSUPPORTED"
      ),
      params: clientParams,
      querystring: whatIfQuery,
      body: whatIfBody
    },
    handler: async ({params: {id}, body, query}, reply) => {
      const isBeforeTold = parseBefore(query.before);
      const shape = parseShape(query) ?? whole;
      const {before, after, ...rest} = await workbench.whatIf(parse(id), body);
      const told = {...rest, ...(isBeforeTold && {before: shape(before)}), after: shape(after)};
      return sendJson(reply, told);
    }
  });
  app.post<{Params: {id: string}; Body: RecourseRequest}>("/v1/clients/:id/recourse", {
    config: {role: "officer", mayHaveNoBody: true},
    schema: {
      ...describe(
        "clients",
        "Finds what a declined client could change to be approved; every option was applied and scored again",
        answers.recourse,
        ...CLIENT_PROBLEMS,
        "REQUEST_INVALID",
        "PAYLOAD_TOO_LARGE",
        "MEDIA_UNSUPPORTED"
      ),
      params: clientParams,
      body: recourseBody
    },
    handler: async ({params: {id}, body}) => workbench.recourse(parse(id), body)
  });
}

const whole = (explanation: object): object => explanation;

/** Tells whether the client as on record is wanted as well. @throws REQUEST_INVALID */
function parseBefore(before: unknown): boolean {
  if (before === undefined || before === "whole" || before === "none") return before !== "none";
  throw invalidParameter("before", `${shown(before)}; expected whole or none`);
}
