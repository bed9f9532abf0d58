import type {FastifyInstance} from "fastify";
import type {ErrorCode} from "../../src/core/errors.ts";
import {
  type NotebookBody,
  notebookBodySchema,
  notebookSchema,
  notebookVersionSchema
} from "../../src/core/schema/notebook.ts";
import {nameOf} from "../access/caller.ts";
import type {Notebooks} from "../notebooks/notebooks.ts";
import {parseInteger} from "./answers/parameters.ts";
import {problemResponses, STORAGE_PROBLEMS} from "./problems.ts";

const MAX_LIMIT = 1000;
const params = {
  type: "object",
  required: ["id"],
  properties: {id: {type: "string", description: "1 to 40 of a–z, 0–9 and -, chosen by who saves it first"}}
} as const;
const versions = {
  type: "object",
  required: ["versions"],
  properties: {versions: {type: "array", items: notebookVersionSchema}}
} as const;

/** Serves the notebooks that people keep on the server. */
export async function serveNotebooks(app: FastifyInstance, {notebooks}: {notebooks: Notebooks}) {
  app.addSchema(notebookSchema);
  const describe = (summary: string, success: object, ...codes: ErrorCode[]) => ({
    tags: ["notebooks"],
    summary,
    response: {...success, ...problemResponses("REQUEST_INVALID", ...codes, ...STORAGE_PROBLEMS)}
  });
  const whole = {200: {description: "The notebook", $ref: "Notebook#"}};

  app.get<{Querystring: {limit?: unknown}}>("/v1/notebooks", {
    config: {role: "viewer"},
    schema: {
      ...describe("Lists the notebooks, the one saved last first", {
        200: {
          description: "The newest version of each",
          type: "object",
          required: ["notebooks"],
          properties: {notebooks: {type: "array", items: notebookVersionSchema}}
        }
      }),
      querystring: {
        type: "object",
        properties: {limit: {type: "integer", minimum: 1, maximum: MAX_LIMIT, default: 100}}
      }
    },
    handler: async ({query}) => ({
      notebooks: await notebooks.list(parseInteger(query.limit, "limit", 1, MAX_LIMIT) ?? 100)
    })
  });
  app.get<{Params: {id: string}}>("/v1/notebooks/:id", {
    config: {role: "viewer"},
    schema: {...describe("Gives a notebook as it is now", whole, "NOTEBOOK_UNKNOWN"), params},
    handler: async ({params: {id}}) => notebooks.read(id)
  });
  app.put<{Params: {id: string}; Body: NotebookBody}>("/v1/notebooks/:id", {
    config: {role: "analyst"},
    schema: {
      ...describe(
        "Saves a notebook as a new version",
        whole,
        "NOTEBOOK_CHANGED",
        "NOTEBOOK_LIMIT",
        "PAYLOAD_TOO_LARGE",
        "MEDIA_UNSUPPORTED"
      ),
      params,
      body: notebookBodySchema
    },
    handler: async ({params: {id}, body, caller}) =>
      notebooks.save(id, {...body, by: nameOf(caller, body.by ?? "")})
  });
  app.delete<{Params: {id: string}}>("/v1/notebooks/:id", {
    config: {role: "analyst"},
    schema: {
      ...describe(
        "Removes a notebook with all its versions",
        {204: {description: "It is gone", type: "null"}},
        "NOTEBOOK_UNKNOWN"
      ),
      params
    },
    handler: async ({params: {id}}, reply) => {
      await notebooks.remove(id);
      return reply.code(204).send();
    }
  });
  app.get<{Params: {id: string}}>("/v1/notebooks/:id/versions", {
    config: {role: "viewer"},
    schema: {
      ...describe(
        "Lists the versions of a notebook, newest first",
        {200: {description: "What is kept of them", ...versions}},
        "NOTEBOOK_UNKNOWN"
      ),
      params
    },
    handler: async ({params: {id}}) => ({versions: await notebooks.versions(id)})
  });
  app.get<{Params: {id: string; version: string}}>("/v1/notebooks/:id/versions/:version", {
    config: {role: "viewer"},
    schema: {
      ...describe("Gives a version of a notebook", whole, "NOTEBOOK_UNKNOWN"),
      params: {
        ...params,
        required: ["id", "version"],
        properties: {...params.properties, version: {type: "integer", minimum: 1}}
      }
    },
    handler: async ({params: {id, version}}) =>
      notebooks.read(id, parseInteger(version, "version", 1, Number.MAX_SAFE_INTEGER))
  });
}
