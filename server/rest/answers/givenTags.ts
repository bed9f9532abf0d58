import type {FastifyRequest} from "fastify";
import {isUnchanged} from "./etag.ts";

/** So many tags are remembered, some megabytes; the oldest are forgotten first. */
export const MOST_TAGS = 20_000;

/**
 * Remembers the tags of what this process has answered, and from what it was made, so that whoever comes back with one is
 * told that nothing has changed without the answer being made again.
 */
export interface GivenTags {
  /**
   * Answers the tag that a request has of an answer that would be the same now; null when the answer must be made to know.
   * @param name what is asked for, such as the path with the query
   */
  unchanged(request: FastifyRequest, name: string): string | null;
  /** Begins an answer that is made from what there is now; the function notes its tag, unless that is another by then. */
  begin(name: string): (etag: string) => void;
}

/** @param madeFrom a digest of everything that determines the answers now */
export function createGivenTags(madeFrom: () => string, most = MOST_TAGS): GivenTags {
  const tags = new Map<string, string>();
  let of = "";

  /** Forgets what was made from something else, and tells from what is made now. */
  function present(): string {
    const now = madeFrom();
    if (now !== of) tags.clear();
    of = now;
    return now;
  }

  return {
    unchanged(request, name) {
      if (request.headers["if-none-match"] === undefined) return null;
      present();
      const etag = tags.get(name);
      return etag !== undefined && isUnchanged(request, etag) ? etag : null;
    },
    begin(name) {
      const from = present();
      return (etag) => {
        if (present() !== from) return;
        tags.delete(name);
        tags.set(name, etag);
        const [oldest] = tags.keys();
        if (tags.size > most && oldest !== undefined) tags.delete(oldest);
      };
    }
  };
}
