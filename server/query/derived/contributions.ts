import {
  Dictionary,
  Float64,
  Int16,
  Int32,
  makeData,
  Table,
  Uint16,
  Utf8,
  Vector,
  vectorFromArray
} from "apache-arrow";
import {openHistoryOf} from "../../../loaders/history/read.ts";
import {writeParquet} from "../../../loaders/parquet/writeParquet.ts";
import {evenlySpread} from "../../../loaders/site/sample.ts";
import {openFeatureStore} from "../../../loaders/store.ts";
import {createSystemClock} from "../../clock.ts";
import {createClientEngine} from "../../scoring/clientEngine.ts";
import {readModelAs} from "../../scoring/modelStore.ts";
import type {ModelTask} from "./makeFiles.ts";

/** Explaining takes a fraction of a millisecond and some hundred rows a client: more clients than this are sampled. */
export const MOST_CLIENTS = 20_000;
const CLIENTS_AT_ONCE = 1 << 10;

/** Chooses the clients whose contributions are kept: all, or evenly spread over their ascending ids. */
export const contributionClients = (ids: Int32Array, most = MOST_CLIENTS): Int32Array =>
  evenlySpread(ids.length, most).map((position) => ids[position]!);

/**
 * Writes the contributions to clients' scores as explanations tell them, one row a feature: clientId, feature,
 * contribution (log-odds) and points; each client's strongest first.
 * @throws EXPLANATION_UNSUPPORTED
 */
export function writeContributions(
  {data, modelDir, modelRef, config, limits}: ModelTask,
  path: string
): void {
  const store = openFeatureStore(data);
  const engine = createClientEngine({
    files: readModelAs(modelDir, modelRef),
    store,
    history: openHistoryOf(data),
    config,
    limits: () => limits,
    clock: createSystemClock()
  });
  const clients = contributionClients(store.ids);
  const names = engine.manifest.features.map(({name}) => name);
  const codes = new Map(names.map((name, i) => [name, i]));
  const dictionary = vectorFromArray(names, new Utf8());
  const type = new Dictionary(new Utf8(), new Uint16(), 0);

  function* tables(): Generator<Table> {
    for (let first = 0; first < clients.length; first += CLIENTS_AT_ONCE) {
      const some = clients.subarray(first, first + CLIENTS_AT_ONCE);
      const length = some.length * names.length;
      const clientId = new Int32Array(length);
      const feature = new Uint16Array(length);
      const contribution = new Float64Array(length);
      const points = new Int16Array(length);
      let at = 0;
      for (const client of some) {
        for (const told of engine.contributions(client)) {
          clientId[at] = client;
          feature[at] = codes.get(told.name)!;
          contribution[at] = told.contribution;
          points[at++] = told.points;
        }
      }
      yield new Table({
        clientId: new Vector([makeData({type: new Int32(), data: clientId})]),
        feature: new Vector([makeData({type, length, nullCount: 0, data: feature, dictionary})]),
        contribution: new Vector([makeData({type: new Float64(), data: contribution})]),
        points: new Vector([makeData({type: new Int16(), data: points})])
      });
    }
  }
  writeParquet(path, tables());
  store.close();
}
