import {createHash} from "node:crypto";
import type {FastifyInstance} from "fastify";
import {CARD_STYLE, toHtml, toMarkdown} from "../../../src/core/card/render.ts";
import type {Lang} from "../../../src/core/words/language.ts";
import type {Workbench} from "../../scoring/workbench.ts";
import {problemResponses} from "../problems.ts";

/** What the card's page may use: its one style. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(CARD_STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'"
].join("; ");

const LANGUAGES: readonly Lang[] = ["en", "fr"];
type Asked = {Querystring: {lang: Lang}};

/** Serves the card of the served model: a page to read and print, and Markdown to keep beside other documents. */
export async function serveModelCard(app: FastifyInstance, {workbench}: {workbench: Workbench}) {
  const describe = (summary: string, type: string) => ({
    tags: ["model"],
    summary,
    querystring: {
      type: "object",
      additionalProperties: false,
      properties: {lang: {enum: LANGUAGES, default: "en", description: "of its words"}}
    },
    response: {
      200: {description: "The card", content: {[type]: {schema: {type: "string"}}}},
      ...problemResponses("CARD_MISSING")
    }
  });
  app.get<Asked>("/v1/model/card.html", {
    config: {role: "viewer"},
    schema: describe("Shows the served model's card as a page", "text/html"),
    handler: async ({query: {lang}}, reply) =>
      reply
        .header("content-security-policy", POLICY)
        .type("text/html; charset=utf-8")
        .send(toHtml(workbench.card(lang)))
  });
  app.get<Asked>("/v1/model/card.md", {
    config: {role: "viewer"},
    schema: describe("Tells the served model's card as Markdown", "text/markdown"),
    handler: async ({query: {lang}}, reply) =>
      reply.type("text/markdown; charset=utf-8").send(toMarkdown(workbench.card(lang)))
  });
}
