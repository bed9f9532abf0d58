import type {FastifyInstance} from "fastify";
import {JOB, type Operation} from "./operation.ts";

/** What an example was answered. */
export interface ExampleAnswer {
  status: number;
  type: string;
  body: Buffer;
}

/**
 * Sends the examples of operations to an app, one after the other; the job that an example names is the one that the
 * examples before it have started.
 */
export function createExamples(app: FastifyInstance, finished: () => Promise<void>) {
  let job = JOB;
  return async (key: string, {params = {}, body}: Operation): Promise<ExampleAnswer> => {
    const [method, path = ""] = key.split(" ");
    const given = Object.entries(params).map(
      ([name, value]) => [name, value === JOB ? job : String(value)] as const
    );
    const url = given.reduce((at, [name, value]) => at.replace(`{${name}}`, encodeURIComponent(value)), path);
    const query = new URLSearchParams(
      given.filter(([name]) => !path.includes(`{${name}}`)).map(([...pair]) => pair)
    );
    const asked = query.size > 0 ? `${url}?${query}` : url;
    const response = await app.inject({
      method: method as "GET",
      url: asked,
      ...(body !== undefined && {payload: body as object})
    });
    if (response.statusCode === 202) job = response.json<{job: string}>().job;
    await finished();
    return {
      status: response.statusCode,
      type: String(response.headers["content-type"] ?? ""),
      body: response.rawPayload
    };
  };
}

/** Reads an answer for an example: JSON as a value, text as text; undefined when it is empty or not to be shown. */
export function shownAnswer({type, body}: ExampleAnswer): unknown {
  if (/json/.test(type)) return JSON.parse(body.toString("utf8"));
  return /^text\//.test(type) ? body.toString("utf8") : undefined;
}
