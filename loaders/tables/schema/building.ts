import {type ColumnSchema, number} from "./column.ts";

const MEASURES = [
  ["APARTMENTS", "size of the flats", "taille des logements"],
  ["BASEMENTAREA", "area of the basement", "surface du sous-sol"],
  ["YEARS_BEGINEXPLUATATION", "years since the building came into use", "ancienneté de mise en service"],
  ["YEARS_BUILD", "age of the building", "âge de l'immeuble"],
  ["COMMONAREA", "area shared by the residents", "surface des parties communes"],
  ["ELEVATORS", "number of lifts", "nombre d'ascenseurs"],
  ["ENTRANCES", "number of entrances", "nombre d'entrées"],
  ["FLOORSMAX", "highest number of floors", "nombre d'étages le plus élevé"],
  ["FLOORSMIN", "lowest number of floors", "nombre d'étages le plus bas"],
  ["LANDAREA", "area of the plot", "surface du terrain"],
  ["LIVINGAPARTMENTS", "size of the flats that are lived in", "taille des logements habités"],
  ["LIVINGAREA", "living area", "surface habitable"],
  ["NONLIVINGAPARTMENTS", "size of the flats used for other purposes", "taille des locaux non habités"],
  ["NONLIVINGAREA", "area used for other purposes", "surface non habitable"]
] as const;

const STATISTICS = [
  ["AVG", "mean", "moyenne"],
  ["MODE", "most frequent value", "valeur la plus fréquente"],
  ["MEDI", "median", "médiane"]
] as const;

/** Lists the 42 normalised measures of the client's building, statistic by statistic, in Kaggle's order. */
export const BUILDING_COLUMNS: readonly ColumnSchema[] = STATISTICS.flatMap(([suffix, en, fr]) =>
  MEASURES.map(([measure, enMeasure, frMeasure]) =>
    number(
      `${measure}_${suffix}`,
      "share",
      `Client's building: ${enMeasure}, ${en}, scaled to 0–1`,
      `Immeuble du client : ${frMeasure}, ${fr}, ramenée entre 0 et 1`
    )
  )
);
