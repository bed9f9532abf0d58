import {join} from "node:path";
import {parentPort, workerData} from "node:worker_threads";
import {setCurrency} from "../../../src/core/words/money.ts";
import {createSystemClock} from "../../clock.ts";
import {openServedData, type ServedData} from "../../data/servedData.ts";
import {createCurrentLimits} from "../../policy/limits.ts";
import {tagOfText} from "../../rest/answers/etag.ts";
import {parseShape, type ShapeQuery} from "../../rest/answers/explanationShape.ts";
import {explanationText} from "../../rest/answers/explanationText.ts";
import type {JobKind} from "../engine.ts";
import {readModel} from "../modelStore.ts";
import type {MadeFrom, ThreadAnswer, ThreadData, ThreadTask} from "./protocol.ts";

const {config, currency} = workerData as ThreadData;
setCurrency(currency);
const files = readModel(join("models", config.model));
const limits = createCurrentLimits();
let limitsText = "null";
let served = open();

function open(): ServedData {
  return openServedData(config, files, createSystemClock(), limits.now);
}

/** Takes up what answers are to be made from; false when this thread has another run or model. */
function follow({generation, modelSha256, limits: wanted}: MadeFrom): boolean {
  if (served.generation !== generation) {
    const before = served;
    served = open();
    before.close();
  }
  const text = JSON.stringify(wanted);
  if (text !== limitsText && wanted) limits.set(wanted);
  limitsText = text;
  return served.generation === generation && files.ref.sha256 === modelSha256;
}

function make(kind: JobKind, clientId: number, query: ShapeQuery): {bytes: Uint8Array; etag: string} | null {
  try {
    const body = served.engine.compute(kind, clientId);
    const shape = kind === "explanation" ? parseShape(query) : null;
    const whole = () => (kind === "explanation" ? explanationText(body) : JSON.stringify(body));
    const bytes = Buffer.from(shape ? JSON.stringify(shape(body)) : whole());
    // A small one lies in a buffer that others share, which cannot be handed over.
    const isAlone = bytes.byteLength === bytes.buffer.byteLength;
    return {bytes: isAlone ? bytes : new Uint8Array(bytes), etag: tagOfText(bytes)};
  } catch {
    return null;
  }
}

parentPort!.on("message", ({id, kind, clientIds, query, from}: ThreadTask) => {
  let isSame = false;
  try {
    isSame = follow(from);
  } catch {
    // What cannot be opened here is told by whoever asks instead.
  }
  const made = clientIds.map((clientId) => (isSame ? make(kind, clientId, query) : null));
  const own = made.flatMap((one) => (one ? [one.bytes.buffer as ArrayBuffer] : []));
  parentPort!.postMessage({id, made} satisfies ThreadAnswer, own);
});
