import {writeStore} from "../loaders/writeStore.ts";
import {makeTrainingData} from "./syntheticData.ts";

/** Writes the features of invented labelled clients into a folder, as a data set that can be trained on. */
export async function writeSyntheticStore(folder: string, count: number, seed: number): Promise<void> {
  const {clients, features, matrix, target, ids} = makeTrainingData(count, seed);
  await writeStore(folder, {
    ids,
    targets: Int8Array.from(target),
    rows: matrix,
    catalogue: {planSha256: "p", features: features as never},
    meta: {
      dataAsOf: "2020-01-01T00:00:00.000Z",
      dataAsOfSource: "files",
      fingerprint: "f",
      planSha256: "p",
      clients,
      features: features.length,
      generated: true
    }
  });
}
