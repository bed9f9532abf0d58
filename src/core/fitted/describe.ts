import {type FittedStatistics, type ManifestFeature, PROTECTED, type Protected} from "../schema/manifest.ts";
import {fittedSources} from "./sources.ts";

type Language = "en" | "fr";
type Words = Pick<ManifestFeature, "label" | "formula" | "unit">;

function deviationWords(measure: ManifestFeature, grouping: readonly ManifestFeature[]): Words {
  const {label, formula, unit} = measure;
  const same = {en: joined(grouping, "en"), fr: joined(grouping, "fr")};
  const among = grouping.length
    ? {
        en: `training clients of the same ${same.en} (coarser groups where these are few)`,
        fr: `les clients d'apprentissage semblables par : ${same.fr} (groupes plus larges s'ils sont peu nombreux)`
      }
    : {en: "all training clients", fr: "tous les clients d'apprentissage"};
  return {
    label: {
      en: `${label.en}, compared with similar clients`,
      fr: `${label.fr}, par rapport aux clients semblables`
    },
    formula: {
      en: `(${formula.en}) − its median among ${among.en}`,
      fr: `(${formula.fr}) − sa médiane parmi ${among.fr}`
    },
    unit
  };
}

const BAND = {en: " in bands of five years", fr: " par tranches de cinq ans"};

function joined(grouping: readonly ManifestFeature[], language: Language): string {
  const names = grouping.map(
    ({label, kind}) => lowerFirst(label[language]) + (kind === "category" ? "" : BAND[language])
  );
  return new Intl.ListFormat(language).format(names);
}

function rateWords({label}: ManifestFeature): Words {
  const source = {en: lowerFirst(label.en), fr: lowerFirst(label.fr)};
  return {
    label: {en: `Bad rate by ${source.en}`, fr: `Taux de défaut selon : ${source.fr}`},
    formula: {
      en: `share of training clients with the same ${source.en} who defaulted, drawn towards the overall share where they are few`,
      fr: `part des clients d'apprentissage en défaut pour la même valeur (${source.fr}), ramenée vers la part globale s'ils sont peu nombreux`
    },
    unit: "share"
  };
}

/** Passes on what the features behind a fitted one tell, for it can be read from that one too. */
function protectedBy(sources: readonly ManifestFeature[]): {protected?: Protected} {
  const told = PROTECTED.find((trait) => sources.some((source) => source.protected === trait));
  return told ? {protected: told} : {};
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/**
 * Describes the fitted features as catalogue entries, in the order in which `applyFitted` computes them. The cause
 * is that of the value compared or rated: told on its own, one cause would be told twice.
 */
export function describeFitted(
  statistics: FittedStatistics,
  features: readonly ManifestFeature[]
): ManifestFeature[] {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  const rates = new Set(statistics.targetMeans.map(({name}) => name));
  return [...fittedSources(statistics)].map(([name, names]) => {
    const sources = names.map((one) => byName.get(one)!);
    const [first, ...grouping] = sources as [ManifestFeature, ...ManifestFeature[]];
    return {
      name,
      tables: [...new Set(sources.flatMap(({tables}) => tables))],
      cause: first.cause,
      ...(rates.has(name) ? rateWords(first) : deviationWords(first, grouping)),
      kind: "numeric",
      ...protectedBy(sources)
    };
  });
}
