import {existsSync} from "node:fs";
import {join} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";
import type {PromotionAnswer} from "../../src/core/schema/models.ts";
import type {ModelRef} from "../../src/core/schema/score.ts";
import {shown} from "../../src/core/shown.ts";
import type {Actor, ChainRecord} from "../audit/record.ts";
import type {ChainStore} from "../audit/store.ts";
import type {Clock} from "../clock.ts";
import {type ModelFiles, readModel, readModelAs} from "../scoring/modelStore.ts";
import type {ModelSlot} from "./slot.ts";

/** Changes of the served model, each a record of the chain. */
export interface Promotions {
  /** Serves what the chain says was promoted last, here or elsewhere. @throws MODEL_MISSING, MODEL_INVALID, CONFIG_INVALID */
  restore(): Promise<void>;
  /**
   * Makes a model the served one, which it is when this is answered.
   * @throws MODEL_UNKNOWN, MODEL_REFUSED when it cannot be served: the one before stays, and nothing is recorded
   */
  promote(actor: Actor, name: string, note?: string): Promise<PromotionAnswer>;
  /** Throws why the model that was promoted last is not served here. @throws as restore */
  check(): void;
  onChange(listener: (model: ModelRef) => void): void;
}

interface PromotedBody {
  model: ModelRef;
  /** What was served before. */
  before: ModelRef;
  /** What the configuration named. */
  configured: string;
  note: string;
}

const PROMOTED = "model:promoted";
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Creates the handler of promotions over the chain. Whoever appends one, here or elsewhere, changes the served model. */
export function createPromotions(parts: {
  slot: ModelSlot;
  chain: Pick<ChainStore, "append" | "list" | "onAppend">;
  clock: Pick<Clock, "now">;
}): Promotions {
  const {slot, chain, clock} = parts;
  const listeners: ((model: ModelRef) => void)[] = [];
  /** Models that were tried and wait for their record. */
  const tried = new Map<string, ModelFiles>();
  let failed: unknown = null;

  chain.onAppend((record) => {
    if (record.kind !== PROMOTED) return;
    try {
      take(record);
    } catch {
      // It is kept in any case; who appended it is told, and check() tells it.
    }
  });

  /** Serves what a record names, unless a newer one is served or the configuration has chosen anew since. */
  function take(record: ChainRecord): void {
    const {model, configured} = record.body as unknown as PromotedBody;
    if (record.seq <= slot.current().promotion || configured !== slot.configured) return;
    try {
      const files = tried.get(keyOf(model)) ?? readModelAs(join(slot.folder, model.name), model);
      slot.serve({files, promotion: record.seq});
      failed = null;
    } catch (error) {
      failed = error;
      throw error;
    }
    for (const listener of listeners) listener(slot.current().files.ref);
  }

  return {
    async restore() {
      const [last] = await chain.list({kinds: [PROMOTED], limit: 1});
      if (last) take(last);
    },
    async promote(actor, name, note = "") {
      const files = readToServe(slot, name);
      const key = keyOf(files.ref);
      tried.set(key, files);
      try {
        const body: PromotedBody = {
          model: files.ref,
          before: slot.current().files.ref,
          configured: slot.configured,
          note
        };
        const record = await chain.append({kind: PROMOTED, at: clock.now(), by: actor, body});
        take(record);
        return {id: record.seq, at: record.at, by: record.by, model: body.model, before: body.before, note};
      } finally {
        tried.delete(key);
      }
    },
    check() {
      if (failed) throw failed;
    },
    onChange: (listener) => void listeners.push(listener)
  };
}

/** Reads a model by name and tries it in its place. @throws MODEL_UNKNOWN, MODEL_REFUSED */
function readToServe(slot: ModelSlot, name: string): ModelFiles {
  const dir = modelDir(slot.folder, name);
  try {
    const files = readModel(dir);
    if (files.ref.name !== name)
      throw new ScorebookError(
        "MODEL_INVALID",
        `${dir} holds the model ${files.ref.name}; expected a folder with the name that its manifest states.`
      );
    slot.tryModel({files, promotion: 0});
    return files;
  } catch (error) {
    if (!(error instanceof ScorebookError)) throw error;
    throw new ScorebookError("MODEL_REFUSED", error.detail, error.issues);
  }
}

/** Finds a model's folder. @throws MODEL_UNKNOWN */
export function modelDir(folder: string, name: string): string {
  const dir = join(folder, name);
  if (NAME.test(name) && existsSync(join(dir, "manifest.json"))) return dir;
  throw new ScorebookError(
    "MODEL_UNKNOWN",
    `There is no model ${shown(name)}; npm run models and GET /v1/models list them.`
  );
}

const keyOf = ({name, version, sha256}: ModelRef) => `${name} ${version} ${sha256}`;
