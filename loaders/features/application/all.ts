import type {Feature} from "../feature.ts";
import {building} from "./building.ts";
import {categories, numbers} from "./declared.ts";
import {enquiries} from "./enquiries.ts";
import {externalScores} from "./externalScores.ts";
import {life} from "./life.ts";
import {loan} from "./loan.ts";

export const APPLICATION: readonly Feature[] = [
  ...externalScores,
  ...loan,
  ...life,
  ...categories,
  ...numbers,
  ...enquiries,
  ...building
];
