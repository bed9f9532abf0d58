import {parse as parseForm} from "node:querystring";
import {stringifySetCookie} from "cookie";
import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import {ROLES} from "../../src/core/access/roles.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {problemResponses} from "../rest/problems.ts";
import {type Access, SESSION_COOKIE} from "./access.ts";
import type {Attempt} from "./gate.ts";
import {ACCESS_POLICY, SIGN_IN_FAULTS, type SignInFault, signInPage} from "./pages/accessPages.ts";
import {rootFrom, wayBack} from "./pages/wayBack.ts";

interface SignIn {
  token?: unknown;
  to?: unknown;
  lang?: unknown;
}

const callerSchema = {
  type: "object",
  required: ["name", "role", "isOpen"],
  properties: {
    name: {type: "string"},
    role: {type: "string", enum: ROLES},
    isOpen: {type: "boolean", description: "whether this server asks nobody who they are"},
    expiresAt: {type: "string", description: "when a browser's session is over"}
  }
} as const;
const FAULTS: Partial<Record<string, SignInFault>> = {
  UNAUTHENTICATED: "failed",
  REQUEST_INVALID: "failed",
  RATE_LIMITED: "wait",
  TOKENS_INVALID: "away"
};

/** Serves signing in and out: the page and its form, which needs no script, and the same as JSON. */
export async function serveSession(
  app: FastifyInstance,
  parts: {
    access: Access;
    countAttempt(attempt: Attempt, reply: FastifyReply): Promise<void>;
    language: "en" | "fr";
    basePath: string;
  }
) {
  const {access, countAttempt, language, basePath} = parts;
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    {parseAs: "string", bodyLimit: 16_384},
    async (_request: unknown, body: string) => ({...parseForm(body)})
  );
  const describe = (summary: string, success: object, ...codes: Parameters<typeof problemResponses>) => ({
    tags: ["access"],
    summary,
    response: {...success, ...problemResponses(...codes)}
  });

  function cookie(request: FastifyRequest, value: string, expiresAtMs: number): string {
    return stringifySetCookie({
      name: SESSION_COOKIE,
      value,
      httpOnly: true,
      sameSite: "strict",
      secure: isSecure(request),
      path: basePath || "/",
      expires: new Date(expiresAtMs)
    });
  }

  app.get("/v1/session", {
    config: {role: "viewer"},
    schema: describe(
      "Tells who asks, and what they may do",
      {200: {description: "The caller", ...callerSchema}},
      "UNAUTHENTICATED"
    ),
    handler: async ({caller, identity}) => ({
      ...caller,
      isOpen: access.isOpen,
      ...(identity?.session && {expiresAt: new Date(identity.session.expiresAtMs).toISOString()})
    })
  });

  app.post<{Body: SignIn | null}>("/v1/session", {
    config: {role: "anyone", idempotency: false},
    schema: {
      ...describe(
        "Signs a browser in with a token: the answer sets a cookie",
        {
          200: {description: "The caller", ...callerSchema},
          303: {description: "To a form: the page that it leads to", type: "null"}
        },
        "REQUEST_INVALID",
        "UNAUTHENTICATED",
        "RATE_LIMITED",
        "TOKENS_INVALID"
      ),
      body: {
        type: ["object", "null"],
        additionalProperties: false,
        properties: {
          token: {type: "string", maxLength: 200},
          to: {type: "string", maxLength: 4000, description: "with a form: the page to go on to"},
          lang: {type: "string", enum: ["en", "fr"], description: "with a form: the language of its page"}
        }
      }
    },
    errorHandler: (error, request, reply) => {
      const fault = error.validation ? "failed" : FAULTS[error.code];
      if (!isForm(request) || !fault) throw error;
      const body = (request.body ?? {}) as SignIn;
      const page = `../${body.lang === "fr" ? "fr" : "en"}/sign-in?${fault}=&to=${encodeURIComponent(wayBack(body.to))}`;
      return reply.redirect(page, 303);
    },
    handler: async (request, reply) => {
      const {token, to} = request.body ?? {};
      if (token === undefined)
        throw new ScorebookError("REQUEST_INVALID", 'The body has no token; expected {"token": "sb_…"}.', [
          {code: "REQUEST_INVALID", path: "/token", message: "is missing"}
        ]);
      const signedIn = await attempt(request, reply, token);
      const {value, expiresAtMs, identity} = signedIn;
      request.log.info({tokenId: identity.tokenId}, "somebody signed in");
      reply.header("set-cookie", cookie(request, value, expiresAtMs));
      if (isForm(request)) return reply.redirect(`..${wayBack(to)}`, 303);
      return {...identity.caller, isOpen: false, expiresAt: new Date(expiresAtMs).toISOString()};
    }
  });

  async function attempt(request: FastifyRequest, reply: FastifyReply, token: unknown) {
    try {
      return access.signIn(typeof token === "string" ? token.trim() : token);
    } catch (error) {
      if (error instanceof ScorebookError && error.code === "UNAUTHENTICATED")
        await countAttempt(request, reply);
      throw error;
    }
  }

  app.delete("/v1/session", {
    config: {role: "anyone"},
    schema: describe("Signs a browser out, sockets included", {
      204: {description: "Signed out", type: "null"}
    }),
    handler: async (request, reply) => {
      if (request.identity) await access.signOut(request.identity);
      return reply
        .header("set-cookie", cookie(request, "", 0))
        .code(204)
        .send();
    }
  });

  const toQuery = {
    to: {type: "string", description: "the page to go on to"},
    ...Object.fromEntries(SIGN_IN_FAULTS.map((fault) => [fault, {type: "string"}]))
  };
  for (const lang of ["en", "fr"] as const)
    app.get<{Querystring: Record<string, unknown>}>(`/${lang}/sign-in`, {
      config: {role: "anyone"},
      schema: {hide: true, querystring: {type: "object", properties: toQuery}},
      handler: async ({query}, reply) => {
        const to = query.to === undefined ? `/${lang}/` : wayBack(query.to);
        const fault = SIGN_IN_FAULTS.find((word) => word in query) ?? null;
        if (access.isOpen) return reply.redirect(`..${to}`, 302);
        return sendPage(reply, signInPage(lang, to, fault), fault ? 401 : 200);
      }
    });
  app.get<{Querystring: Record<string, unknown>}>("/sign-in", {
    config: {role: "anyone"},
    schema: {hide: true, querystring: {type: "object", properties: toQuery}},
    handler: async ({query}, reply) =>
      reply.redirect(
        `${rootFrom("/sign-in")}${language}/sign-in?to=${encodeURIComponent(wayBack(query.to))}`,
        302
      )
  });
}

const sendPage = (reply: FastifyReply, html: string, status: number): FastifyReply =>
  reply
    .code(status)
    .headers({"content-security-policy": ACCESS_POLICY, "cross-origin-opener-policy": "same-origin"})
    .type("text/html; charset=utf-8")
    .send(html);

const isForm = ({headers}: FastifyRequest): boolean =>
  /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");

/** Tells whether the browser itself used https, with this server or with the proxy before it. */
const isSecure = ({protocol, headers: {origin = ""}}: FastifyRequest): boolean =>
  protocol === "https" || origin.startsWith("https:");
