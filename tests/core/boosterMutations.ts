import {below, pick, type Random} from "./boosterRandom.ts";

/** A way to damage the text of a model. */
export type Mutation = (text: string, random: Random) => string;

const lineStarts = (text: string) => {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
};

function drawLine(text: string, random: Random): {start: number; end: number} {
  const starts = lineStarts(text);
  const i = below(random, starts.length - 1);
  return {start: starts[i]!, end: starts[i + 1]!};
}

const splice = (text: string, start: number, end: number, middle: string) =>
  text.slice(0, start) + middle + text.slice(end);

const NUMBERS = [
  "0",
  "-1",
  "1",
  "7",
  "-0",
  "99",
  "2147483648",
  "1e308",
  "1e-320",
  "inf",
  "nan",
  "0.5",
  "",
  "1e",
  "--1"
];

/** Replaces one number somewhere. */
const changeNumber: Mutation = (text, random) => {
  const numbers = [...text.matchAll(/-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/g)];
  const {index, 0: number} = pick(random, numbers);
  return splice(text, index, index + number.length, pick(random, NUMBERS));
};

/** Changes one digit, which keeps every length as it was. */
const changeDigit: Mutation = (text, random) => {
  const {index} = pick(random, [...text.matchAll(/\d/g)]);
  return splice(text, index, index + 1, String(below(random, 10)));
};

const flipBit: Mutation = (text, random) => {
  const at = below(random, text.length);
  return splice(text, at, at + 1, String.fromCharCode(text.charCodeAt(at) ^ (1 << below(random, 8))));
};

const dropLine: Mutation = (text, random) => {
  const {start, end} = drawLine(text, random);
  return splice(text, start, end, "");
};

const repeatLine: Mutation = (text, random) => {
  const {start, end} = drawLine(text, random);
  return splice(text, end, end, text.slice(start, end));
};

const moveLine: Mutation = (text, random) => {
  const {start, end} = drawLine(text, random);
  const rest = splice(text, start, end, "");
  const {start: to} = drawLine(rest, random);
  return splice(rest, to, to, text.slice(start, end));
};

const dropCharacters: Mutation = (text, random) => {
  const at = below(random, text.length);
  return splice(text, at, at + 1 + below(random, 4), "");
};

const truncate: Mutation = (text, random) => text.slice(0, below(random, text.length));

export const MUTATIONS: Record<string, Mutation> = {
  changeNumber,
  changeDigit,
  flipBit,
  dropLine,
  repeatLine,
  moveLine,
  dropCharacters,
  truncate
};
