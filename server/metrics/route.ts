import type {FastifyInstance} from "fastify";
import type {Metrics} from "./metrics.ts";

/** Serves what the server counts of itself. */
export async function serveMetrics(app: FastifyInstance, {metrics}: {metrics: Metrics}) {
  app.get("/metrics", {
    config: {role: "viewer", etag: false},
    schema: {
      tags: ["health"],
      summary: "Tells what the server counts of itself, for Prometheus",
      response: {
        200: {
          description: "Prometheus' text format",
          content: {"text/plain": {schema: {type: "string"}}}
        }
      }
    },
    handler: async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text())
  });
}
