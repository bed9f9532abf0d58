import type {Column} from "../../src/core/explore/column.ts";
import {describeColumns} from "../../src/core/explore/described.ts";
import {exploreRows} from "../../src/core/explore/exploreRows.ts";
import {type ExploreStart, FIRST} from "../../src/core/explore/exploreStart.ts";
import {profileOf} from "../../src/core/explore/profile.ts";
import {openFeatureStore} from "../store.ts";
import {CLIENT_TABLE_SCHEMA} from "../tables/schema/tables.ts";
import type {SiteInputs} from "./emit.ts";

/** Makes data/explore.json. @throws FEATURES_MISSING, STORAGE_DAMAGED */
export function exploreJson({data}: Pick<SiteInputs, "data">): string {
  const store = openFeatureStore(data);
  const x: Column = {kind: "number", values: store.column(FIRST.x)};
  const y: Column = {
    kind: "number",
    values: Float64Array.from(store.targets, (target) => (target < 0 ? Number.NaN : target))
  };
  const start: ExploreStart = {
    columns: describeColumns(store.catalogue.features, CLIENT_TABLE_SCHEMA.application.columns),
    profiles: {[FIRST.x]: profileOf(x), [FIRST.y]: profileOf(y)},
    first: {...FIRST, explored: exploreRows({x, y, colour: null, facet: null})}
  };
  store.close();
  return JSON.stringify(start);
}
