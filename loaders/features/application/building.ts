import {lit, type Num} from "../expression.ts";
import {type Feature, feature, say} from "../feature.ts";
import {app, known, meanOfKnown} from "./columns.ts";

const BUILDING: readonly [string, string, string, string][] = [
  ["APARTMENTS", "apartments", "flats", "appartements"],
  ["BASEMENTAREA", "basement", "basement area", "surface de sous-sol"],
  ["YEARS_BEGINEXPLUATATION", "years_in_use", "age in use", "ancienneté d'exploitation"],
  ["YEARS_BUILD", "years_built", "year of construction", "année de construction"],
  ["COMMONAREA", "common_area", "common area", "surface commune"],
  ["ELEVATORS", "elevators", "lifts", "ascenseurs"],
  ["ENTRANCES", "entrances", "entrances", "entrées"],
  ["FLOORSMAX", "floors_max", "highest floor", "étage le plus haut"],
  ["FLOORSMIN", "floors_min", "lowest floor", "étage le plus bas"],
  ["LANDAREA", "land_area", "land area", "surface du terrain"],
  ["LIVINGAPARTMENTS", "living_apartments", "living flats", "appartements habités"],
  ["LIVINGAREA", "living_area", "living area", "surface habitable"],
  ["NONLIVINGAPARTMENTS", "other_apartments", "flats for other use", "appartements non habités"],
  ["NONLIVINGAREA", "other_area", "area for other use", "surface non habitable"]
];
/** The parts of a building told one by one; the others enter the means. */
const TELLING = ["APARTMENTS", "YEARS_BEGINEXPLUATATION", "YEARS_BUILD", "FLOORSMAX", "LIVINGAREA"];
const buildingOf = (suffix: string): Num[] => BUILDING.map(([name]) => app(`${name}_${suffix}`));
export const building: Feature[] = [
  ...BUILDING.filter(([name]) => TELLING.includes(name)).map(([name, key, en, fr]) =>
    feature(
      `app_building_${key}`,
      "building",
      "score",
      say(`Building: ${en} (scaled)`, `Immeuble : ${fr} (valeur normalisée)`),
      say(
        `average ${en} of the building, scaled to 0–1`,
        `${fr} de l'immeuble, moyenne ramenée entre 0 et 1`
      ),
      app(`${name}_AVG`)
    )
  ),
  ...(
    [
      ["AVG", "average", "moyennes"],
      ["MODE", "most frequent", "les plus fréquentes"],
      ["MEDI", "median", "médianes"]
    ] as const
  ).map(([suffix, en, fr]) =>
    feature(
      `app_building_mean_${suffix.toLowerCase()}`,
      "building",
      "score",
      say(`Building: mean of the ${en} figures`, `Immeuble : moyenne des valeurs ${fr}`),
      say(
        `mean of the known ${en} figures of the building, each scaled to 0–1`,
        `moyenne des valeurs ${fr} connues de l'immeuble, ramenées entre 0 et 1`
      ),
      meanOfKnown(buildingOf(suffix))
    )
  ),
  feature(
    "app_building_missing",
    "building",
    "count",
    say("Building: missing figures", "Immeuble : valeurs absentes"),
    say(
      "number of the 14 average figures of the building that are missing",
      "nombre de valeurs moyennes de l'immeuble absentes sur 14"
    ),
    lit(BUILDING.length).minus(known(buildingOf("AVG")))
  )
];
