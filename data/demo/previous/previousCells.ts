import {type Choice, choice, type Quantiles, quantiles} from "../draws/distributions.ts";
import type {OfferStatus, OfferType} from "./offer.ts";

/** A kind of earlier application: its weight, how often it was booked, and how many days ago it was decided. */
export interface PreviousCell {
  type: OfferType;
  status: OfferStatus;
  n: number;
  booked: number;
  ago: Quantiles;
}

const recent = quantiles([0, 2], [0.05, 15], [0.25, 130], [0.5, 255], [0.75, 360], [0.95, 1200], [1, 2900]);
const middling = quantiles([0, 2], [0.05, 40], [0.25, 210], [0.5, 400], [0.75, 860], [0.95, 2200], [1, 2922]);
const cash = quantiles([0, 3], [0.05, 110], [0.25, 330], [0.5, 600], [0.75, 1080], [0.95, 2150], [1, 2922]);
const old = quantiles([0, 5], [0.05, 160], [0.25, 490], [0.5, 1040], [0.75, 1830], [0.95, 2700], [1, 2922]);
const card = quantiles([0, 40], [0.1, 200], [0.25, 310], [0.5, 520], [0.75, 1280], [0.9, 2840], [1, 2922]);

const cell = (
  type: OfferType,
  status: OfferStatus,
  n: number,
  booked: number,
  ago: Quantiles
): PreviousCell => ({
  type,
  status,
  n,
  booked,
  ago
});

/** Weights of all applications but each client's opening one. */
const CELLS: readonly PreviousCell[] = [
  cell("Cash loans", "Approved", 8556, 0.92, cash),
  cell("Cash loans", "Canceled", 8584, 0, recent),
  cell("Cash loans", "Refused", 4935, 0, middling),
  cell("Cash loans", "Unused offer", 13, 0, middling),
  cell("Consumer loans", "Approved", 8900, 0.965, old),
  cell("Consumer loans", "Canceled", 44, 0, old),
  cell("Consumer loans", "Refused", 1900, 0, old),
  cell("Consumer loans", "Unused offer", 777, 0, old),
  cell("Revolving loans", "Approved", 2927, 0.965, card),
  cell("Revolving loans", "Canceled", 1527, 0, recent),
  cell("Revolving loans", "Refused", 1420, 0, middling),
  cell("Revolving loans", "Unused offer", 1, 0, middling),
  cell("XNA", "Canceled", 14, 0, recent),
  cell("XNA", "Refused", 1, 0, recent)
];

/** How a client's acquaintance with the lender nearly always began: with a loan for goods. */
export const openingCell: Choice<PreviousCell> = choice(
  [cell("Consumer loans", "Approved", 0, 0.99, old), 0.915],
  [cell("Cash loans", "Approved", 0, 0.98, cash), 0.065],
  [cell("Consumer loans", "Refused", 0, 0, old), 0.02]
);

/** Returns the choice for a conduct score: refusals rise with it; cards are commoner among test clients. */
export function cellChoice(conduct: number, isTest: boolean): Choice<PreviousCell> {
  const step = Math.min(5, Math.max(-5, Math.round(conduct * 2)));
  return (isTest ? TEST_CHOICES : TRAIN_CHOICES)[step + 5]!;
}

const choices = (cards: number) =>
  Array.from({length: 11}, (_, i) => {
    const conduct = (i - 5) / 2;
    const weight = ({type, status, n}: PreviousCell) => {
      if (status === "Refused") return n * Math.exp(0.75 * conduct - 0.28);
      if (type === "Revolving loans" && status === "Approved") return n * cards;
      return status === "Canceled" ? n * Math.exp(0.15 * conduct) : n;
    };
    return choice(...CELLS.map((each) => [each, weight(each)] as const));
  });
const TRAIN_CHOICES = choices(0.97);
const TEST_CHOICES = choices(1.28);
