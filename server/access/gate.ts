import rateLimit from "@fastify/rate-limit";
import type {FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import {includesRole, pageRole, type Role} from "../../src/core/access/roles.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {cut} from "../../src/core/shown.ts";
import {isOfTheApi} from "../pages/fallback.ts";
import type {Access} from "./access.ts";
import {NOBODY} from "./caller.ts";
import type {Doors} from "./doors.ts";
import {ACCESS_POLICY, forbiddenPage} from "./pages/accessPages.ts";
import {rootFrom} from "./pages/wayBack.ts";

/** A route as the gate keeps it; `role` is undefined where the route does not say who it is for. */
export interface GuardedRoute {
  method: string;
  url: string;
  role: Role | "anyone" | undefined;
}

export interface GateParts {
  access: Access;
  doors: Doors;
  /** Tells whether a request is to a listener that has pages. */
  hasPages(request: FastifyRequest): boolean;
  /** The language of pages that have none in their address. */
  language: "en" | "fr";
}

/** Wrong credentials that an address may send in a minute. */
export const ATTEMPTS = 10;
const WINDOW_MS = 60_000;
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** What is known of an attempt: where it came from. */
export type Attempt = Pick<FastifyRequest, "ip">;

/**
 * Puts the one gate before everything that an app answers: the name that was asked for, the page that asks, who asks
 * and what they may do. Answers the routes that are registered after it, and the count of wrong attempts.
 */
export async function useGate(
  app: FastifyInstance,
  {access, doors, hasPages, language}: GateParts
): Promise<{
  routes: readonly GuardedRoute[];
  countAttempt(attempt: Attempt, reply?: FastifyReply): Promise<void>;
}> {
  await app.register(rateLimit, {global: false, skipOnError: true});
  const attempt = app.createRateLimit({max: ATTEMPTS, timeWindow: WINDOW_MS});
  const routes: GuardedRoute[] = [];
  app.decorateRequest("identity", null);
  app.decorateRequest("caller", {
    getter(this: FastifyRequest) {
      return this.identity?.caller ?? NOBODY;
    }
  });
  app.addHook("onRoute", (route) => {
    for (const method of [route.method].flat())
      routes.push({
        method,
        url: route.url,
        // A plugin that registers others' routes says their role after this.
        get role() {
          return route.config?.role;
        }
      });
  });

  /** @throws RATE_LIMITED when an address has sent too many wrong credentials */
  async function countAttempt({ip}: Attempt, reply?: FastifyReply) {
    const count = await attempt({ip, routeOptions: {}} as FastifyRequest);
    if (count.isAllowed || !count.isExceeded) return;
    reply?.header("retry-after", count.ttlInSeconds);
    throw new ScorebookError(
      "RATE_LIMITED",
      `This address has sent ${ATTEMPTS} wrong credentials within a minute; wait before the next.`
    );
  }

  app.addHook("onRequest", async (request, reply) => {
    const {method, headers, is404} = request;
    const config: FastifyContextConfig = is404 ? {} : request.routeOptions.config;
    if (!config.anyHost && !doors.takesHost(headers.host)) throw hostRefused(headers.host);
    if (!SAFE.has(method) && !doors.takesOrigin(headers)) throw originRefused(headers.origin);
    const isPage = is404 ? hasPages(request) && !isOfTheApi(pathOf(request)) : config.isPage === true;
    const wantsPage = isPage && SAFE.has(method);
    const needed = is404 ? (wantsPage ? pageRole(pathOf(request)) : "viewer") : (config.role ?? "admin");
    if (needed === "anyone") {
      request.identity = identifyOrNull(request);
      return;
    }
    try {
      request.identity = access.identify(headers);
    } catch (error) {
      if (!isUnknown(error)) throw error;
      // A session that is over is no attempt; its pages ask for much before they notice.
      if (headers.authorization !== undefined) await countAttempt(request, reply);
      if (!wantsPage || !wantsHtml(request)) throw challenge(reply, error);
    }
    if (request.identity === null) {
      if (wantsPage && wantsHtml(request)) return leadToSignIn(request, reply, language);
      throw challenge(
        reply,
        new ScorebookError(
          "UNAUTHENTICATED",
          "This server asks who you are; send Authorization: Bearer TOKEN, or sign in at /sign-in."
        )
      );
    }
    const {caller} = request.identity;
    if (includesRole(caller.role, needed)) return;
    if (!wantsPage || !wantsHtml(request)) throw forbidden(caller.role, needed);
    const path = pathOf(request);
    return reply
      .code(403)
      .headers({"content-security-policy": ACCESS_POLICY, "cache-control": "no-store"})
      .type("text/html; charset=utf-8")
      .send(forbiddenPage(languageOf(path) ?? language, caller, needed, rootFrom(path), path));
  });

  function identifyOrNull({headers}: FastifyRequest) {
    try {
      return access.identify(headers);
    } catch {
      return null;
    }
  }
  return {routes, countAttempt};
}

/** Makes the error for somebody whose role is not enough. */
export const forbidden = (role: Role, needed: Role): ScorebookError =>
  new ScorebookError("FORBIDDEN", `This needs the role ${needed}; you are ${role}.`, [
    {code: "FORBIDDEN", path: "/role", message: `is ${role}; expected ${needed}`}
  ]);

/** Makes the error for a request to a name that is not this server's. */
export const hostRefused = (host: string | undefined): ScorebookError =>
  new ScorebookError(
    "HOST_REFUSED",
    `The request is sent to ${cut(host ?? "no name", 100)}, which is no name of this server; its names are set by dns and allowed_hosts in config.json.`
  );

/** Makes the error for a page that may not ask. */
export const originRefused = (origin: string | undefined): ScorebookError =>
  new ScorebookError(
    "ORIGIN_REFUSED",
    `The request comes from a page of ${cut(origin ?? "another site", 100)}; only this server's own pages and those of allowed_origins in config.json may ask this.`
  );

function challenge(reply: FastifyReply, error: unknown): unknown {
  reply.header("www-authenticate", 'Bearer realm="Scorebook"');
  return error;
}

/** Leads to the page that asks for a token, and from there back; relative, so that it holds below any path. */
function leadToSignIn(request: FastifyRequest, reply: FastifyReply, language: "en" | "fr"): FastifyReply {
  const path = pathOf(request);
  const there = `${rootFrom(path)}${languageOf(path) ?? language}/sign-in`;
  const isStart = request.url === "/";
  const query = isStart ? "" : `?to=${encodeURIComponent(request.url)}`;
  return reply.header("cache-control", "no-store").redirect(there + query, 302);
}

const isUnknown = (error: unknown) => error instanceof ScorebookError && error.code === "UNAUTHENTICATED";
const pathOf = ({url}: FastifyRequest): string => url.split("?", 1)[0] as string;
const languageOf = (path: string) => (/^\/(en|fr)(?=\/|$)/.exec(path)?.[1] ?? null) as "en" | "fr" | null;
const wantsHtml = ({headers: {accept = ""}}: FastifyRequest): boolean => /text\/html/.test(accept);
