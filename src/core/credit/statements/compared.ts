import type {ManifestFeature} from "../../schema/manifest.ts";
import {categoryLabel} from "../../words/categories.ts";
import type {Bilingual, Lang} from "../../words/language.ts";
import {formatQuantity} from "../../words/quantity.ts";
import {type ClientRecord, type Facts, type Statement, state} from "./record.ts";

/** What a sentence about the median begins with. */
export const HALF: Bilingual = {
  en: ": half of those with this figure ",
  fr: " : la moitié de ceux qui ont cette donnée "
};

/** Takes the median of other clients from a sentence; on which side of most of them a client stands is left. */
export const withoutMedian = ({en, fr}: Bilingual): Bilingual => ({
  en: en.includes(HALF.en) ? `${en.split(HALF.en)[0]}.` : en,
  fr: fr.includes(HALF.fr) ? `${fr.split(HALF.fr)[0]}.` : fr
});

/** Less and more than most clients. */
type Sides = Readonly<Record<Lang, readonly [less: string, more: string]>>;
const SIDES: Sides = {
  en: ["less than for most clients", "more than for most clients"],
  fr: ["moins que pour la plupart des clients", "plus que pour la plupart des clients"]
};

/** Says on which side of most clients a value is, and where their median is; nothing where both read the same. */
export function againstMedian(
  {median, unit}: ManifestFeature,
  value: number,
  write: (lang: Lang, value: number) => string = (lang, value) => formatQuantity(lang, value, unit),
  sides: Sides = SIDES
): Bilingual {
  const tail = (lang: Lang): string => {
    if (typeof median !== "number" || unit === "yes/no") return "";
    const typical = write(lang, median);
    if (typical === write(lang, value)) return "";
    const isNone = median === 0 && (unit === "share" || unit === "count");
    const isLess = value < median;
    const side = `, ${sides[lang][isLess ? 0 : 1]}${HALF[lang]}`;
    if (lang === "en") return `${side}have ${isNone ? "none" : `at ${isLess ? "least" : "most"} ${typical}`}`;
    return side + (isNone ? "n'en ont pas" : `ont au ${isLess ? "moins" : "plus"} ${typical}`);
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
  if (value === null || value === undefined) return nothingOf(name);
  const write = (lang: Lang, shown: number | string) => formatQuantity(lang, shown, unitBeside(driver, lang));
  const tail = typeof value === "number" ? againstMedian(driver, value, write) : {en: "", fr: ""};
  const facts: Facts = {value};
  if (typeof value === "number" && typeof driver.median === "number") facts.median = driver.median;
  if (typeof value === "string") return categoryOf(name, value);
  return state(
    "value",
    facts,
    `${name.en}: ${write("en", value)}${tail.en}.`,
    `${name.fr} : ${write("fr", value)}${tail.fr}.`
  );
};

/** Which way it weighs, where no number shows it. */
const AGAINST: Bilingual = {en: "which counts against the application", fr: "ce qui pèse contre la demande"};

/** Says that nothing of a name is on record, where that weighs against a client. */
export const nothingOf = (name: Bilingual, variant = "missing"): Statement =>
  state(
    variant,
    {},
    `${name.en}: nothing on record, ${AGAINST.en}.`,
    `${name.fr} : rien d'enregistré, ${AGAINST.fr}.`
  );

/** Says the category of a name, where that weighs against a client. */
export const categoryOf = (name: Bilingual, value: string): Statement =>
  state(
    "category",
    {value},
    `${name.en}: ${categoryLabel("en", value)}, ${AGAINST.en}.`,
    `${name.fr} : ${categoryLabel("fr", value)}, ${AGAINST.fr}.`
  );

/** Ratios that are a part of a whole, which reads best in per cent. */
const PARTS =
  /utilisation_(last|mean|max|total)|future_ratio|remaining_ratio|down_payment_rate|debt_to_credit|debt_ratio/;

/** Leaves out the unit that the label already says: "Days since the last payment: 12". */
function unitBeside({name, label, unit}: ManifestFeature, lang: Lang): string {
  if (unit === "ratio" && PARTS.test(name)) return "share";
  const says = lang === "en" ? /^(Days|Months|Years)/ : /^(Jours|Mois|Années)/;
  return says.test(label[lang]) && /^(days|months|years)$/.test(unit) ? "count" : unit;
}
