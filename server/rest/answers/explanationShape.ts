import {nearestNames} from "../../../src/core/nearestNames.ts";
import {applicantExplanationSchema} from "../../../src/core/schema/applicant.ts";
import type {Explanation} from "../../../src/core/schema/explanation.ts";
import {cut, shown} from "../../../src/core/shown.ts";
import {invalidParameter, parseInteger} from "./parameters.ts";

/** How much of an explanation somebody wants. */
export const shapeQuery = {
  type: "object",
  properties: {
    top: {
      type: "integer",
      minimum: 0,
      maximum: 2000,
      description: "only so many features, the strongest; the others are summed up in otherFeatures"
    },
    form: {
      type: "string",
      enum: ["full", "compact"],
      default: "full",
      description: "compact leaves out labels, and features that add no points and no contribution"
    },
    fields: {type: "string", description: "only these parts of the answer, separated by commas"}
  }
} as const;
export type ShapeQuery = Partial<Record<keyof typeof shapeQuery.properties, unknown>>;

const MAX_TOP = shapeQuery.properties.top.maximum;
const FIELDS = [...Object.keys(applicantExplanationSchema.properties), "otherFeatures"];

/**
 * Reads how much of explanations is wanted; null for all of it. What the answer makes of an explanation still adds
 * up: basePoints + Σ features[].points + otherFeatures.points = score.
 * @throws REQUEST_INVALID
 */
export function parseShape(query: ShapeQuery): ((explanation: object) => object) | null {
  const top = parseInteger(query.top, "top", 0, MAX_TOP);
  const isCompact = parseForm(query.form);
  const fields = parseFields(query.fields);
  if (top === undefined && !isCompact && !fields) return null;
  return (given) => {
    const {features, causes, ...rest} = given as Explanation;
    const isTold = (one: Explanation["features"][number]) =>
      !isCompact || one.points !== 0 || one.contribution !== 0;
    const told: typeof features = [];
    const others: typeof features = [];
    for (const one of features)
      (isTold(one) && told.length < (top ?? features.length) ? told : others).push(one);
    const whole: Record<string, unknown> = {
      ...rest,
      causes: isCompact ? causes.map(withoutLabel) : causes,
      features: isCompact ? told.map(withoutLabel) : told,
      ...(others.length > 0 && {
        otherFeatures: {
          count: others.length,
          points: sum(others.map(({points}) => points)),
          contribution: sum(others.map(({contribution}) => contribution))
        }
      }),
      reasonCodes: isCompact ? rest.reasonCodes.map(withoutLabel) : rest.reasonCodes
    };
    if (!fields) return whole;
    return Object.fromEntries(Object.entries(whole).filter(([name]) => fields.includes(name)));
  };
}

function parseForm(form: unknown): boolean {
  if (form === undefined || form === "full" || form === "compact") return form === "compact";
  throw invalidParameter("form", `${shown(form)}; expected full or compact`);
}

function parseFields(given: unknown): string[] | null {
  if (given === undefined) return null;
  const names = typeof given === "string" ? given.split(",").map((name) => name.trim()) : [""];
  const unknown = names.find((name) => !FIELDS.includes(name));
  if (unknown === undefined) return names;
  const near = nearestNames(unknown, FIELDS);
  throw invalidParameter(
    "fields",
    `${shown(given)}; there is no ${cut(unknown, 60) || "empty name"} in an explanation${near.length > 0 ? `; did you mean ${near.join(", ")}` : `, which has ${FIELDS.join(", ")}`}`
  );
}

const withoutLabel = <T extends {label: unknown}>({label: _label, ...rest}: T) => rest;
const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
