import type {ManifestFeature} from "../../schema/manifest.ts";
import {categoryLabel} from "../../words/categories.ts";
import type {Lang} from "../../words/language.ts";
import {formatPercent} from "../../words/numbers.ts";
import {formatQuantity} from "../../words/quantity.ts";
import {againstMedian, heading} from "./compared.ts";
import {type Statement, state, type Teller} from "./record.ts";

/**
 * Says a value and the median of similar clients: "peer_" features are the value less that median. Where the model
 * has no input of the value itself, how far it lies from the median.
 */
export const againstPeers: Teller = (driver, client) => {
  const difference = client.value(driver.name);
  if (!driver.name.startsWith("peer_") || typeof difference !== "number") return undefined;
  const name = heading(driver);
  const own = client.value(driver.name.replace("peer_", "app_"));
  if (typeof own === "number") return besidePeers(driver, own, difference);
  const size = Math.abs(difference);
  const [en, fr] = [formatQuantity("en", size, driver.unit), formatQuantity("fr", size, driver.unit)];
  if (difference === 0)
    return state(
      "at_peers",
      {difference},
      `${name.en}: at the median of these.`,
      `${name.fr} : à la médiane de ceux-ci.`
    );
  return difference < 0
    ? state(
        "below_peers",
        {difference},
        `${name.en}: ${en} below the median of these.`,
        `${name.fr} : ${fr} au-dessous de la médiane de ceux-ci.`
      )
    : state(
        "above_peers",
        {difference},
        `${name.en}: ${en} above the median of these.`,
        `${name.fr} : ${fr} au-dessus de la médiane de ceux-ci.`
      );
};

const SIDES = {
  en: ["less than for most similar clients", "more than for most similar clients"],
  fr: ["moins que pour la plupart des clients semblables", "plus que pour la plupart des clients semblables"]
} as const;

function besidePeers(driver: ManifestFeature, own: number, difference: number): Statement {
  const name = heading(driver);
  const median = own - difference;
  const write = (lang: Lang, value: number) => formatQuantity(lang, value, driver.unit);
  const tail = againstMedian({...driver, median}, own, write, SIDES);
  return state(
    "beside_peers",
    {value: own, median},
    `${name.en}: ${write("en", own)}${tail.en}.`,
    `${name.fr} : ${write("fr", own)}${tail.fr}.`
  );
}

/** Says the bad rate that the model reckons with for a client's category: "rate_" features are that. */
export const categoryRate: Teller = (driver, client) => {
  const rate = client.value(driver.name);
  if (!driver.name.startsWith("rate_") || typeof rate !== "number") return undefined;
  const name = heading(driver);
  const category = client.value(driver.name.replace("rate_", "app_"));
  const of = (lang: Lang) => (typeof category === "string" ? ` (${categoryLabel(lang, category)})` : "");
  return state(
    "category_rate",
    {rate, ...(typeof category === "string" ? {category} : {})},
    `${name.en}${of("en")}: ${formatPercent("en", rate)}, as the model reckons it.`,
    `${name.fr}${of("fr")} : ${formatPercent("fr", rate)}, tel que le modèle le compte.`
  );
};
