import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {type DataFacts, readMeta} from "../generation/meta.ts";
import {readApprovedPolicy} from "./approvedPolicy.ts";
import type {SiteInputs} from "./emit.ts";

/** What a built site shows: which data and which model. */
export interface MadeFrom {
  data: Omit<DataFacts, "features">;
  modelSha256: string;
  /** Of the policy that its decisions follow; 0 for what model and configuration say. */
  policyVersion: number;
  /** Of everything of data and model that the pages show; two sites with the same one show the same. */
  key: string;
}

/** The file of a built site that holds its MadeFrom. */
export const MADE_FROM = "made-from.json";

/** Tells what a site would be made from now. @throws FEATURES_MISSING, STORAGE_DAMAGED, and ENOENT without a model */
export function readMadeFrom({data, model}: Pick<SiteInputs, "data" | "model">): MadeFrom {
  const {dataAsOf, dataAsOfSource, fingerprint, planSha256, clients, generated, files} = readMeta(data);
  const facts = {dataAsOf, dataAsOfSource, fingerprint, planSha256, clients, generated};
  const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");
  const manifest = readFileSync(join(model, "manifest.json"));
  const modelSha256 = sha256(readFileSync(join(model, "model.txt")));
  const approved = readApprovedPolicy(data);
  const words = JSON.stringify([facts, files["catalogue.json"], sha256(manifest), modelSha256, approved]);
  return {data: facts, modelSha256, policyVersion: approved?.version ?? 0, key: sha256(words)};
}
