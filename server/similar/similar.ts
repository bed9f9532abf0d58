import {ScorebookError} from "../../src/core/errors.ts";
import {wilsonInterval} from "../../src/core/metrics/wilsonInterval.ts";
import {nearest} from "../../src/core/nearest/nearest.ts";
import type {SimilarAnswer} from "../../src/core/schema/similar.ts";
import {positionOf} from "../clients/scoredSet.ts";
import type {Clock} from "../clock.ts";
import type {TableMaker} from "../query/queries.ts";
import type {ClientEngine} from "../scoring/clientEngine.ts";
import {createCauseSpace} from "./causeVector.ts";
import {readSimilar, type SimilarFile} from "./file.ts";

/** Finds clients whose scores are made alike. */
export interface Similar {
  /**
   * Sums up the outcomes of the k clients of known outcome that lie nearest to a client, who is not among them. The
   * index is made when it is first asked for.
   * @throws CLIENT_UNKNOWN, EXPLANATION_UNSUPPORTED, QUERY_BUSY while the index is made
   */
  of(clientId: number, k: number): Promise<SimilarAnswer>;
  close(): void;
}

/** So many of the nearest are named. */
const NAMED = 10;
/** So long a request waits for the index to be made. */
const WAIT_MS = 15_000;
const BUSY =
  "Clients are being compared for the first time with this model and data, which takes minutes on large sets; ask again later.";

/** Creates the search for similar clients over an index that `maker` makes at `path`. */
export function createSimilar(parts: {
  /** That of the model that is served now. */
  engine: () => ClientEngine;
  path: () => string;
  maker: TableMaker;
  clock: Clock;
}): Similar {
  const {engine, path, maker, clock} = parts;
  let kept: {path: string; file: Promise<Loaded>} | undefined;

  async function load(at: string): Promise<Loaded> {
    const there = readSimilar(at);
    if (there) return withAll(there);
    await maker.make("similar");
    const made = readSimilar(at);
    if (!made)
      throw new ScorebookError("STORAGE_DAMAGED", `${at} is not what was written; remove it and ask again.`);
    return withAll(made);
  }

  function file(): Promise<Loaded> {
    const at = path();
    if (kept?.path === at) return kept.file;
    const loading = load(at);
    kept = {path: at, file: loading};
    loading.catch(() => {
      if (kept?.file === loading) kept = undefined;
    });
    return loading;
  }

  /** Gives up waiting, not the work. */
  function soon<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = clock.after(WAIT_MS, () => reject(new ScorebookError("QUERY_BUSY", BUSY)));
      work.then(resolve, reject).finally(cancel);
    });
  }

  return {
    async of(clientId, k) {
      const of = engine();
      const query = createCauseSpace(of).place(of.row(clientId));
      const {index, ids, bad, probability, all} = await soon(file());
      const own = positionOf(ids, clientId);
      const found = nearest(index, query, k, ids[own] === clientId ? own : -1);
      const positions = found.map(({position}) => position);
      return {
        clientId,
        similar: observed(positions, bad, probability),
        all,
        radius: found.at(-1)?.distance ?? 0,
        nearest: found.slice(0, NAMED).map(({position, distance}) => ({
          clientId: ids[position]!,
          distance,
          probabilityOfDefault: numberOrNull(probability[position]!)
        })),
        model: of.model
      };
    },
    close: () => maker.close()
  };
}

/** What is kept, and all of its clients summed up. */
type Loaded = SimilarFile & {all: SimilarAnswer["all"]};
const withAll = (file: SimilarFile): Loaded => ({
  ...file,
  all: observed(file.ids.keys(), file.bad, file.probability)
});

function observed(positions: Iterable<number>, bad: Uint8Array, probability: Float32Array) {
  let n = 0;
  let bads = 0;
  let sum = 0;
  for (const position of positions) {
    n++;
    bads += bad[position]!;
    sum += probability[position]!;
  }
  return {
    n,
    bads,
    badRate: n > 0 ? bads / n : null,
    interval: wilsonInterval(bads, n),
    predicted: n > 0 ? numberOrNull(sum / n) : null
  };
}

const numberOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
