import type {ManifestFeature} from "../../schema/manifest.ts";
import type {Bilingual, Lang} from "../../words/language.ts";
import {formatQuantity} from "../../words/quantity.ts";
import {type ClientRecord, type Facts, type Statement, state} from "./record.ts";

/** What a sentence about the median begins with. */
const MEDIAN: Bilingual = {
  en: "; half of the clients with this figure have ",
  fr: " ; la moitié des clients qui ont cette donnée "
};

/** Takes from a sentence what againstMedian() has added to it, which tells of other clients. */
export const withoutMedian = ({en, fr}: Bilingual): Bilingual => ({
  en: en.includes(MEDIAN.en) ? `${en.split(MEDIAN.en)[0]}.` : en,
  fr: fr.includes(MEDIAN.fr) ? `${fr.split(MEDIAN.fr)[0]}.` : fr
});

/** Says that half of the clients have the median or more, or less; nothing where both read the same. */
export function againstMedian(
  {median, unit}: ManifestFeature,
  value: number,
  write: (lang: Lang, value: number) => string = (lang, value) => formatQuantity(lang, value, unit)
): Bilingual {
  const tail = (lang: Lang): string => {
    if (typeof median !== "number" || unit === "yes/no") return "";
    const typical = write(lang, median);
    if (typical === write(lang, value)) return "";
    const isNone = median === 0 && (unit === "share" || unit === "count");
    if (lang === "en") {
      const bound = isNone ? "none" : `${typical} or ${value < median ? "more" : "less"}`;
      return MEDIAN.en + bound;
    }
    const bound = isNone ? "n'en ont pas" : `ont ${typical} ou ${value < median ? "plus" : "moins"}`;
    return MEDIAN.fr + bound;
  };
  return {en: tail("en"), fr: tail("fr")};
}

/** Names a feature ahead of its value: a colon within the label would make two. */
export const heading = ({label}: ManifestFeature): Bilingual => ({
  en: headed(label.en, ": "),
  fr: headed(label.fr, " : ")
});

function headed(label: string, colon: string): string {
  const [name, ...rest] = label.split(colon);
  const detail = rest.join(", ");
  if (!detail) return label;
  return detail.includes("(") ? `${name}, ${detail}` : `${name} (${detail})`;
}

/** Says the value of a feature, and where half of the clients stand. Always true, whatever the feature. */
export const compared = (driver: ManifestFeature, client: ClientRecord): Statement => {
  const value = client.value(driver.name);
  const name = heading(driver);
  if (value === null || value === undefined)
    return state("missing", {}, `${name.en}: nothing on record.`, `${name.fr} : rien d'enregistré.`);
  const write = (lang: Lang, shown: number | string) => formatQuantity(lang, shown, unitBeside(driver, lang));
  const tail = typeof value === "number" ? againstMedian(driver, value, write) : {en: "", fr: ""};
  const facts: Facts = {value};
  if (typeof value === "number" && typeof driver.median === "number") facts.median = driver.median;
  return state(
    typeof value === "string" ? "category" : "value",
    facts,
    `${name.en}: ${write("en", value)}${tail.en}.`,
    `${name.fr} : ${write("fr", value)}${tail.fr}.`
  );
};

/** Ratios that are a part of a whole, which reads best in per cent. */
const PARTS =
  /utilisation_(last|mean|max|total)|future_ratio|remaining_ratio|down_payment_rate|debt_to_credit|debt_ratio/;

/** Leaves out the unit that the label already says: "Days since the last payment: 12". */
function unitBeside({name, label, unit}: ManifestFeature, lang: Lang): string {
  if (unit === "ratio" && PARTS.test(name)) return "share";
  const says = lang === "en" ? /^(Days|Months|Years)/ : /^(Jours|Mois|Années)/;
  return says.test(label[lang]) && /^(days|months|years)$/.test(unit) ? "count" : unit;
}
