import type {Lang} from "./language.ts";

/** Words of the raw tables that people meet on the pages, where the raw word alone would not do. */
const LABELS: Record<string, {en: string; fr: string}> = {
  M: {en: "Men", fr: "Hommes"},
  F: {en: "Women", fr: "Femmes"},
  XNA: {en: "Not stated", fr: "Non précisé"},
  XAP: {en: "Not applicable", fr: "Sans objet"},
  Married: {en: "Married", fr: "Marié(e)"},
  "Single / not married": {en: "Single", fr: "Célibataire"},
  "Civil marriage": {en: "Civil marriage", fr: "Union civile"},
  Separated: {en: "Separated", fr: "Séparé(e)"},
  Widow: {en: "Widowed", fr: "Veuf ou veuve"},
  Unknown: {en: "Unknown", fr: "Inconnu"},
  "Secondary / secondary special": {en: "Secondary", fr: "Secondaire"},
  "Higher education": {en: "Higher", fr: "Supérieur"},
  "Incomplete higher": {en: "Incomplete higher", fr: "Supérieur inachevé"},
  "Lower secondary": {en: "Lower secondary", fr: "Collège"},
  MONDAY: {en: "Monday", fr: "lundi"},
  TUESDAY: {en: "Tuesday", fr: "mardi"},
  WEDNESDAY: {en: "Wednesday", fr: "mercredi"},
  THURSDAY: {en: "Thursday", fr: "jeudi"},
  FRIDAY: {en: "Friday", fr: "vendredi"},
  SATURDAY: {en: "Saturday", fr: "samedi"},
  SUNDAY: {en: "Sunday", fr: "dimanche"},
  "Academic degree": {en: "Academic degree", fr: "Doctorat"}
};

/** Puts a raw category into words; one without an entry is shown as it is. */
export const categoryLabel = (lang: Lang, raw: string): string => LABELS[raw]?.[lang] ?? raw;
