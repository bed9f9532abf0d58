import {float, text} from "../csv.ts";
import {choice, clamp, normalCdf, quantiles} from "../draws/distributions.ts";
import type {Rng} from "../draws/random.ts";
import type {Latent} from "../latent.ts";
import type {CardContract} from "../payments/card.ts";
import {type LoanContract, lastDue} from "../payments/schedule.ts";
import {drawOffer, type Offer} from "./offer.ts";
import {
  cashChannel,
  consumerChannel,
  previousSuite,
  previousWeekday,
  rejectReason,
  revolvingChannel
} from "./offerVocabulary.ts";
import {cellChoice, openingCell} from "./previousCells.ts";

/** One client's earlier applications: their lines, and the contracts that the monthly tables follow. */
export interface PreviousRecord {
  lines: string[];
  loans: LoanContract[];
  cards: CardContract[];
}

const CODE_MISSING = 365243;
const count = quantiles(
  [0, 0.51],
  [0.1, 1.15],
  [0.25, 2.2],
  [0.5, 3.85],
  [0.75, 6.5],
  [0.9, 9.9],
  [0.95, 12.6],
  [0.99, 20],
  [0.9995, 34],
  [1, 55]
);

const sellerArea = quantiles(
  [0, 0],
  [0.075, 3],
  [0.25, 22],
  [0.5, 60],
  [0.75, 700],
  [0.85, 1500],
  [0.95, 2900],
  [0.99, 5000],
  [1, 9000]
);
const rates = choice([0.189122, 0.55], [0.160716, 0.22], [0.14244, 0.12], [0.19333, 0.09], [0.715, 0.02]);
const privileged = choice(
  [0.835095, 0.32],
  [0.867336, 0.185],
  [0.852537, 0.17],
  [0.715645, 0.155],
  [0.637949, 0.105],
  [0.56871, 0.02],
  [0.424419, 0.02],
  [0.832452, 0.015],
  [0.780655, 0.01]
);

/** The share of contracts in the monthly tables whose application is not in previous_application. */
const ORPHAN_LOANS = 0.068;
const ORPHAN_CARDS = 0.122;

/** Draws a client's earlier applications, oldest first. */
export function previousRecord(
  rng: Rng,
  clientId: number,
  isTest: boolean,
  latent: Latent,
  nextKey: () => number
): PreviousRecord {
  const record: PreviousRecord = {lines: [], loans: [], cards: []};
  if (rng.chance(isTest ? 0.019 : 0.043)) return record;
  const tilt = 0.1 * latent.conduct + 0.12 * latent.age;
  const number = Math.max(1, Math.round(count(normalCdf(tilt + 0.98 * rng.normal()))));
  const pickCell = cellChoice(latent.conduct, isTest);
  const drawn = Array.from({length: number}, (_, i) => {
    const isOpening = i === 0;
    const cell = (isOpening ? openingCell : pickCell)(rng.uniform());
    const recency = 0.12 * latent.conduct + 0.12 * latent.bureau + 0.98 * rng.normal();
    return {cell, isOpening, decision: -Math.max(2, Math.round(cell.ago(normalCdf(-recency))))};
  }).sort((a, b) => a.decision - b.decision);
  let cards = 0;
  drawn.forEach(({cell, isOpening, decision}, i) => {
    const offer = drawOffer(rng, cell.type, cell.status, latent);
    const isCard = cell.type === "Revolving loans";
    const isBooked = rng.chance(cell.booked) && !(isCard && cards > 0 && rng.chance(0.93));
    const key = nextKey();
    let days = ["", "", "", "", ""];
    if (isBooked && isCard) {
      cards++;
      record.cards.push({key, decision, limit: offer.credit});
      days = cardDays(rng, decision);
    } else if (isBooked) {
      const loan = bookLoan(rng, key, decision, offer, latent);
      record.loans.push(loan);
      days = loanDays(rng, loan);
    }
    if (isBooked && !isOpening && rng.chance(isCard ? ORPHAN_CARDS : ORPHAN_LOANS)) return;
    record.lines.push(line(rng, clientId, key, offer, decision, i === 0, isBooked, days));
  });
  return record;
}

function bookLoan(rng: Rng, key: number, decision: number, offer: Offer, latent: Latent): LoanContract {
  const term = Math.max(1, offer.term ?? 12);
  const early = rng.chance(
    clamp((offer.type === "Cash loans" ? 0.7 : 0.44) - 0.07 * latent.conduct, 0.05, 0.9)
  );
  const repaidAt = early ? Math.max(1, Math.round(term * (0.1 + 0.85 * rng.uniform()))) : null;
  const firstDue = decision + 30 + (rng.chance(0.6) ? rng.integer(0, 1) : rng.integer(-4, 14));
  return {
    key,
    isCash: offer.type === "Cash loans",
    decision,
    firstDue,
    term,
    annuity: offer.annuity ?? offer.credit / term,
    credit: offer.credit,
    repaidAt: repaidAt !== null && repaidAt < term ? repaidAt : null
  };
}

/** Writes first drawing, first due, last due in the first version, last due, termination. */
function loanDays(rng: Rng, loan: LoanContract): string[] {
  const planned = loan.firstDue + 30 * (loan.term - 1);
  const ended = lastDue(loan);
  const termination =
    ended === null ? CODE_MISSING : Math.min(-1, ended + Math.max(2, Math.round(rng.lognormal(5, 0.6))));
  return [
    CODE_MISSING,
    loan.firstDue > -2 ? CODE_MISSING : loan.firstDue,
    planned,
    ended ?? CODE_MISSING,
    termination
  ].map(float);
}

function cardDays(rng: Rng, decision: number): string[] {
  if (rng.chance(0.3))
    return [CODE_MISSING, CODE_MISSING, CODE_MISSING, CODE_MISSING, CODE_MISSING].map(float);
  const drawing = Math.min(-2, decision + Math.round(rng.lognormal(6, 1.4)));
  const firstDue = drawing + rng.integer(25, 55);
  const isClosed = rng.chance(0.3) && decision < -400;
  const last = isClosed ? Math.round(decision * (0.1 + 0.7 * rng.uniform())) : CODE_MISSING;
  return [
    drawing,
    firstDue > -2 ? CODE_MISSING : firstDue,
    CODE_MISSING,
    last,
    isClosed && rng.chance(0.6) ? Math.min(-1, last + rng.integer(1, 60)) : CODE_MISSING
  ].map(float);
}

function line(
  rng: Rng,
  clientId: number,
  key: number,
  offer: Offer,
  decision: number,
  isFirst: boolean,
  isBooked: boolean,
  days: string[]
): string {
  const {type, status} = offer;
  const isPriced = offer.annuity !== null;
  const isConsumer = type === "Consumer loans";
  const channel = (
    isConsumer ? consumerChannel : type === "Revolving loans" ? revolvingChannel : cashChannel
  )(rng.uniform());
  const inShop = isConsumer || offer.industry !== "XNA";
  const knowsRate = isConsumer && status === "Approved" && rng.chance(0.0117);
  const isLast = rng.chance(0.9958);
  const client = rng.chance(0.0011)
    ? "XNA"
    : isFirst && rng.chance(0.86)
      ? "New"
      : rng.chance(0.101)
        ? "Refreshed"
        : "Repeater";
  const hasSuite = rng.chance(
    type === "XNA" ? 0 : isPriced ? 0.68 : isConsumer ? 0.6 : status === "Canceled" ? 0.005 : 0.35
  );
  const reason =
    status === "Refused" ? rejectReason(rng.uniform()) : status === "Unused offer" ? "CLIENT" : "XAP";
  const payment =
    type === "Revolving loans" || type === "XNA" || (!isPriced && status === "Canceled") || rng.chance(0.145)
      ? "XNA"
      : rng.chance(0.99)
        ? "Cash through the bank"
        : rng.chance(0.92)
          ? "Non-cash from your account"
          : "Cashless from the account of the employer";
  return [
    key,
    clientId,
    type,
    float(offer.annuity),
    float(offer.application),
    float(offer.credit),
    float(offer.downPayment),
    float(offer.goods),
    previousWeekday(rng.uniform()),
    clamp(Math.round(12.5 + 3.3 * rng.normal()), 0, 23),
    isLast ? "Y" : "N",
    isLast || rng.chance(0.22) ? 1 : 0,
    float(offer.downPayment === null ? null : (offer.downRate ?? 0)),
    knowsRate ? float(rates(rng.uniform())) : "",
    knowsRate ? float(privileged(rng.uniform())) : "",
    offer.purpose,
    status,
    decision,
    payment,
    reason,
    hasSuite ? text(previousSuite(rng.uniform())) : "",
    client,
    offer.goodsCategory,
    offer.portfolio,
    offer.productType,
    channel,
    inShop ? Math.floor(rng.from(sellerArea)) : rng.chance(0.93) ? -1 : 0,
    offer.industry,
    float(offer.term),
    offer.yieldGroup,
    offer.combination ?? "",
    ...days,
    isBooked ? float(rng.chance(isConsumer ? 0.17 : type === "Cash loans" ? 0.72 : 0) ? 1 : 0) : ""
  ].join(",");
}
