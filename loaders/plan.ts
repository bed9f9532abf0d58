import {createHash} from "node:crypto";
import {CAUSES} from "../src/core/credit/causes.ts";
import {PLAN} from "./features/all.ts";
import {sourceTable} from "./features/columns.ts";
import {describe} from "./features/describe.ts";
import type {Feature} from "./features/feature.ts";
import {vocabularyOf} from "./features/machine/operands.ts";
import type {Catalogue, CatalogueEntry} from "./types.ts";

export {CAUSES, PLAN, sourceTable};

/** Changes when the machine's arithmetic changes in a way that the expressions do not show. */
const MACHINE_VERSION = 1;

/** Digests names, expressions and vocabularies: equal digests mean equal columns for equal raw rows. */
export function planDigest(features: readonly Feature[] = PLAN): string {
  const digest = createHash("sha256").update(`machine ${MACHINE_VERSION}\n`);
  for (const f of features) {
    const codes = f.expression.exactness === "category" ? vocabularyOf(f.expression).join("|") : "";
    digest.update(`${f.name} = ${describe(f.expression)} ${codes}\n`);
  }
  return digest.digest("hex");
}

/** Describes every feature, in column order, for pages, models and answers. */
export function planCatalogue(features: readonly Feature[] = PLAN): Catalogue {
  return {planSha256: planDigest(features), features: features.map(catalogueEntry)};
}

function catalogueEntry(feature: Feature): CatalogueEntry {
  const {name, cause, label, formula, unit, tables, expression} = feature;
  const entry = {
    name,
    tables: [...tables],
    cause,
    label,
    formula,
    unit,
    ...(feature.protected && {protected: feature.protected}),
    ...(feature.direction && {direction: feature.direction})
  };
  if (expression.exactness !== "category") return {...entry, kind: "numeric"};
  return {...entry, kind: "category", categories: [...vocabularyOf(expression)]};
}
