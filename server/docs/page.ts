import swaggerUi from "@fastify/swagger-ui";
import type {FastifyInstance} from "fastify";
import {contentSecurityPolicy, pageHeaders} from "../pages/policy.ts";

const TITLE = "Scorebook: the API";
/** The address of the reference as its page sees it, whatever path a proxy puts it under. */
const HERE = "docs/";
/** Files of the page, which differ only when it is another version. */
const FILES = /^\/docs\/static\//;

const STYLE = `
.swagger-ui .topbar, .swagger-ui .scheme-container { display: none; }
.swagger-ui .info { margin: 24px 0; }
body { margin: 0; background: #fff; color-scheme: light; }
`;

const INTRODUCTION = `**Score an applicant of your own:** open *POST /v1/score* below, change the example to what you know of
the applicant (leave out what you do not know) and press *Execute*. *POST /v1/explanation* takes the same and tells why.

Everything here can be tried on this page. The document itself is [/openapi.json](../openapi.json). Every error is a problem
document (RFC 9457) with a code; the codes are listed at the end, under *problems*.`;

interface Document {
  info: {description?: string};
  tags?: {name: string; description?: string}[];
}

/** Shows the document with what a newcomer needs first; calls go to where the page was found, below whatever path. */
function forPage(document: Document) {
  const {info, tags = []} = document;
  const codes = info.description?.split("\n\n").at(-1) ?? "";
  return {
    ...document,
    info: {...info, description: INTRODUCTION},
    servers: [{url: "../"}],
    tags: tags.map((tag) =>
      tag.name === "problems" ? {...tag, description: `${tag.description}\n\n${codes}`} : tag
    )
  };
}

/**
 * Serves the reference of the API at /docs/, with every call to be tried on the page. Everything that it shows comes
 * from here: no other host, no inline script or style.
 */
export async function serveDocs(app: FastifyInstance) {
  const headers = pageHeaders(contentSecurityPolicy(""));
  app.addHook("onSend", async ({url}, reply, payload) => {
    reply.headers(headers);
    if (reply.statusCode === 200)
      reply.header("cache-control", FILES.test(url) ? "public, no-cache" : "no-cache");
    return payload;
  });
  app.addHook("onRoute", (route) => {
    route.config = {...route.config, role: "viewer", isPage: true};
  });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    theme: {title: TITLE, css: [{filename: "scorebook.css", content: STYLE}]},
    uiConfig: {
      layout: "BaseLayout",
      docExpansion: "list",
      tryItOutEnabled: true,
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
      defaultModelRendering: "example"
    },
    transformSpecification: (document) => forPage(document as Document),
    transformSpecificationClone: false,
    uiHooks: {
      onRequest: (request, reply, done) => {
        const isWithoutSlash = /^\/docs(\?|$)/.test(request.url);
        if (isWithoutSlash) void reply.redirect(HERE, 308);
        else done();
      }
    }
  });
}
