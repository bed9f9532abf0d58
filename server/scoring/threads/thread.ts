import {join} from "node:path";
import {parentPort, workerData} from "node:worker_threads";
import {setCurrency} from "../../../src/core/words/money.ts";
import {createSystemClock} from "../../clock.ts";
import {openServedData, type ServedData} from "../../data/servedData.ts";
import type {ChosenModel} from "../../data/servedModel.ts";
import {createCurrentLimits} from "../../policy/limits.ts";
import {tagOfText} from "../../rest/answers/etag.ts";
import {type WrittenAnswer, writeExplanation} from "../../rest/answers/explanationAnswer.ts";
import type {ShapeQuery} from "../../rest/answers/explanationShape.ts";
import type {JobKind} from "../engine.ts";
import {readModel, readModelAs} from "../modelStore.ts";
import type {MadeFrom, ThreadAnswer, ThreadData, ThreadTask} from "./protocol.ts";

const {config, currency, modelsFolder} = workerData as ThreadData;
setCurrency(currency);
let chosen: ChosenModel = {files: readModel(join(modelsFolder, config.model)), promotion: 0};
const limits = createCurrentLimits();
let limitsText = "null";
let served = open();

function open(): ServedData {
  return openServedData(config, chosen, createSystemClock(), limits.now);
}

/** Takes up what answers are to be made from; false when this thread has another run. */
function follow({generation, model, promotion, limits: wanted}: MadeFrom): boolean {
  const {sha256, version} = chosen.files.ref;
  if (sha256 !== model.sha256 || version !== model.version) {
    const other = {files: readModelAs(join(modelsFolder, model.name), model), promotion};
    served.serve(other);
    chosen = other;
  }
  if (served.generation !== generation) {
    const before = served;
    served = open();
    before.close();
  }
  const text = JSON.stringify(wanted);
  if (text !== limitsText && wanted) limits.set(wanted);
  limitsText = text;
  return served.generation === generation;
}

function writeScore(score: object): WrittenAnswer {
  const bytes = Buffer.from(JSON.stringify(score));
  return {bytes, etag: tagOfText(bytes)};
}

function make(kind: JobKind, clientId: number, query: ShapeQuery): {bytes: Uint8Array; etag: string} | null {
  try {
    const compute = () => served.engine.compute(kind, clientId);
    const {bytes, etag} = kind === "explanation" ? writeExplanation(query, compute) : writeScore(compute());
    // A small one lies in a buffer that others share, which cannot be handed over.
    const isAlone = bytes.byteLength === bytes.buffer.byteLength;
    return {bytes: isAlone ? bytes : new Uint8Array(bytes), etag};
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
