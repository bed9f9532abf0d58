import {type FittedStatistics, type ManifestFeature, PROTECTED, type Protected} from "../schema/manifest.ts";

/** Describes a deviation. Its cause is that of the value compared: told on its own, one cause would be told twice. */
function describeDeviation(
  name: string,
  measure: ManifestFeature,
  groupedBy: readonly ManifestFeature[]
): ManifestFeature {
  return {
    name,
    tables: measure.tables,
    cause: measure.cause,
    label: {
      en: `${measure.label.en}, compared with similar clients`,
      fr: `${measure.label.fr}, par rapport aux clients semblables`
    },
    formula: {
      en: `(${measure.formula.en}) − its median among training clients of the same education, occupation and five-year age band (coarser groups where these are few)`,
      fr: `(${measure.formula.fr}) − sa médiane parmi les clients d'apprentissage de mêmes études, profession et tranche d'âge de cinq ans (groupes plus larges s'ils sont peu nombreux)`
    },
    unit: measure.unit,
    kind: "numeric",
    ...protectedBy([measure, ...groupedBy])
  };
}

function describeRate(name: string, source: ManifestFeature): ManifestFeature {
  return {
    name,
    tables: source.tables,
    cause: source.cause,
    label: {
      en: `Bad rate by ${lowerFirst(source.label.en)}`,
      fr: `Taux de défaut selon : ${lowerFirst(source.label.fr)}`
    },
    formula: {
      en: `share of training clients with the same ${lowerFirst(source.label.en)} who defaulted, drawn towards the overall share where they are few`,
      fr: `part des clients d'apprentissage en défaut pour la même valeur (${lowerFirst(source.label.fr)}), ramenée vers la part globale s'ils sont peu nombreux`
    },
    unit: "share",
    kind: "numeric",
    ...protectedBy([source])
  };
}

/** Passes on what the features behind a fitted one tell, for it can be read from that one too. */
function protectedBy(sources: readonly ManifestFeature[]): {protected?: Protected} {
  const told = PROTECTED.find((trait) => sources.some((source) => source.protected === trait));
  return told ? {protected: told} : {};
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Describes the fitted features as catalogue entries, in the order in which `applyFitted` computes them. */
export function describeFitted(
  statistics: FittedStatistics,
  features: readonly ManifestFeature[]
): ManifestFeature[] {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  return [
    ...statistics.groupMedians.map(({name, measure, levels}) => {
      const grouping = [...new Set(levels.flatMap(({by}) => by))].map((one) => byName.get(one)!);
      return describeDeviation(name, byName.get(measure)!, grouping);
    }),
    ...statistics.targetMeans.map(({name, source}) => describeRate(name, byName.get(source)!))
  ];
}
