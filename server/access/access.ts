import {parseCookie} from "cookie";
import {type Caller, LOCAL_CALLER} from "../../src/core/access/roles.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {Log} from "../log.ts";
import {followFile} from "./credentials/followedFile.ts";
import {openSessions, type Session} from "./credentials/sessions.ts";
import {readTokens} from "./credentials/tokenFile.ts";
import {findToken, isCurrent} from "./credentials/tokens.ts";

/** Who a credential stands for, and what its end depends on. */
export interface Identity {
  readonly caller: Caller;
  /** null where no sign-in is asked for. */
  readonly tokenId: string | null;
  /** The session of a browser; null for a program with its token. */
  readonly session: Session | null;
}

/** What came with a request or with the opening of a socket. */
export interface Credentials {
  authorization?: string | undefined;
  cookie?: string | undefined;
  /** What a socket's `auth` gave, or a sign-in's form. */
  token?: unknown;
}

/** Knows who asks. */
export interface Access {
  /** Whether nobody is asked who they are. */
  readonly isOpen: boolean;
  /** Answers who credentials stand for; null when there are none. @throws UNAUTHENTICATED, TOKENS_INVALID */
  identify(credentials: Credentials): Identity | null;
  /** Tells whether what an identity was known by is still good. @throws TOKENS_INVALID */
  holds(identity: Identity): boolean;
  /** Signs a browser in; the value is for its cookie. @throws UNAUTHENTICATED, TOKENS_INVALID */
  signIn(token: unknown): {identity: Identity; value: string; expiresAtMs: number};
  signOut(identity: Identity): Promise<void>;
  /** Makes what is kept of sessions, if need be. @throws TOKENS_INVALID */
  prepare(): Promise<void>;
  /** @throws TOKENS_INVALID when nobody could be let in */
  check(): void;
}

export const SESSION_COOKIE = "scorebook_session";
const LOCAL: Identity = {caller: LOCAL_CALLER, tokenId: null, session: null};

/** Lets everybody in as the administrator of their own machine. */
export const OPEN_ACCESS: Access = {
  isOpen: true,
  identify: () => LOCAL,
  holds: () => true,
  signIn() {
    throw new ScorebookError("REQUEST_INVALID", "Nobody signs in here; this server asks for no token.");
  },
  signOut: async () => {},
  prepare: async () => {},
  check: () => {}
};

/**
 * Creates the access of those who have a token. Files are looked at with every call, so that a token revoked is a token
 * refused. What is wrong with them is logged; callers learn only that nobody can be let in.
 */
export function createAccess(parts: {
  tokens: string;
  sessions: string;
  sessionHours: number;
  /** Milliseconds since 1970. */
  nowMs: () => number;
  log: Pick<Log, "error">;
}): Access {
  const {nowMs, log} = parts;
  const tokens = followFile(parts.tokens, readTokens);
  const sessions = openSessions(parts.sessions);
  let logged: unknown;

  /** Keeps paths and contents of files from whoever asks. */
  function guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ScorebookError) || error.code !== "TOKENS_INVALID") throw error;
      if (error !== logged) log.error({code: error.code}, error.detail);
      logged = error;
      throw new ScorebookError("TOKENS_INVALID", "This server cannot tell who may ask; its log says why.");
    }
  }

  function byToken(token: unknown): Identity {
    const record = typeof token === "string" ? findToken(tokens(), token) : null;
    if (!record) throw refused("The token is not one of this server's, or was revoked.");
    if (!isCurrent(record, nowMs())) throw refused(`The token has expired (${record.expiresAt}).`);
    return {caller: {name: record.name, role: record.role}, tokenId: record.id, session: null};
  }

  function bySession(value: string): Identity {
    const session = sessions.find(value, nowMs());
    const record = session && tokens().get(session.tokenId);
    if (!record || !isCurrent(record, nowMs())) throw refused("The session is over; sign in again.");
    return {caller: {name: record.name, role: record.role}, tokenId: record.id, session};
  }

  return {
    isOpen: false,
    identify: ({authorization, cookie, token}) =>
      guarded(() => {
        if (token !== undefined) return byToken(token);
        if (authorization !== undefined) {
          const [, given] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
          if (!given) throw refused("The Authorization header is not of the form Bearer TOKEN.");
          return byToken(given);
        }
        const value = cookie === undefined ? undefined : parseCookie(cookie)[SESSION_COOKIE];
        return value === undefined ? null : bySession(value);
      }),
    holds: ({tokenId, session}) =>
      guarded(() => {
        const record = tokenId === null ? undefined : tokens().get(tokenId);
        if (!record || !isCurrent(record, nowMs())) return false;
        return session === null || sessions.goesOn(session, nowMs());
      }),
    signIn: (token) =>
      guarded(() => {
        const {caller, tokenId} = byToken(token);
        const {expiresAt} = tokens().get(tokenId as string) ?? {};
        const end = nowMs() + parts.sessionHours * 3_600_000;
        const expiresAtMs = Math.round(Math.min(end, expiresAt ? Date.parse(expiresAt) : end));
        const {session, value} = sessions.start(tokenId as string, expiresAtMs);
        return {identity: {caller, tokenId, session}, value, expiresAtMs};
      }),
    signOut: async ({session}) => {
      if (session) await sessions.end(session, nowMs());
    },
    prepare: () => sessions.prepare(),
    check() {
      tokens();
    }
  };
}

const refused = (sentence: string) => new ScorebookError("UNAUTHENTICATED", sentence);
