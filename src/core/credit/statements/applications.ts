import {daysAgo} from "./latest.ts";
import {aEte, EARLIER_APPLICATION, noneOf, someOf, wasWere} from "./nouns.ts";
import {newestRow, newestTime, numbersOf, type Row, type Statement, state, type Teller} from "./record.ts";

const isStatus = (status: string) => (row: Row) => row.NAME_CONTRACT_STATUS === status;

/** Outcomes that are counted: the word for them in both languages. */
const COUNTED = [
  {features: /^prev_cancelled/, variant: "cancelled", status: "Canceled", en: "cancelled", fr: "annulé"},
  {features: /^prev_approved/, variant: "approved", status: "Approved", en: "approved", fr: "approuvé"},
  {features: /refused|reject/, variant: "refused", status: "Refused", en: "refused", fr: "refusé"}
];

const LAST: Record<string, {en: string; fr: string}> = {
  Approved: {en: "was approved", fr: "a été approuvée"},
  Refused: {en: "was refused", fr: "a été refusée"},
  Canceled: {en: "was cancelled", fr: "a été annulée"},
  "Unused offer": {en: "ended in an offer that was not used", fr: "a abouti à une offre non utilisée"}
};

/** Says how this client's earlier applications ended. */
export const outcomes: Teller = ({name}, client) => {
  const rows = client.rows.previous_application;
  if (rows.length === 0) return undefined;
  if (name === "prev_last_outcome") return lastOutcome(rows);
  if (name === "prev_last_reject_reason") return lastReason(rows);
  if (/^prev_unused/.test(name)) return unused(rows);
  const code = /^prev_reject_(hc|limit|sco|scofr)$/.exec(name)?.[1]?.toUpperCase();
  if (code) return rejectedFor(code, rows) ?? counted(COUNTED.at(-1)!, rows);
  const outcome = COUNTED.find(({features}) => features.test(name));
  return outcome && counted(outcome, rows);
};

function counted({variant, status, en, fr}: (typeof COUNTED)[number], rows: readonly Row[]): Statement {
  const such = rows.filter(isStatus(status));
  const [count, applications] = [such.length, rows.length];
  if (count === 0) {
    const none = noneOf(applications, EARLIER_APPLICATION);
    return state(
      `none_${variant}`,
      {count, applications},
      `${none.en} was ${en}.`,
      `${none.fr} n'a été ${fr}e.`
    );
  }
  const some = someOf(count, applications, EARLIER_APPLICATION);
  const days = 0 - newestTime(numbersOf(such, "DAYS_DECISION"));
  const when = Number.isFinite(days) && variant === "refused";
  const ago = daysAgo(days);
  const latest = {
    en: `${count === 1 ? "" : "the latest "}${ago.en}`,
    fr: `${count === 1 ? "" : "la dernière "}${ago.fr}`
  };
  return state(
    variant,
    {count, applications, ...(when ? {daysAgo: days} : {})},
    `${some.en} ${wasWere(count)} ${en}${when ? `, ${latest.en}` : ""}.`,
    `${some.fr} ${aEte(count, fr, EARLIER_APPLICATION)}${when ? `, ${latest.fr}` : ""}.`
  );
}

function rejectedFor(code: string, rows: readonly Row[]): Statement | undefined {
  const count = rows.filter(({CODE_REJECT_REASON}) => CODE_REJECT_REASON === code).length;
  if (count === 0) return undefined;
  const some = someOf(count, rows.length, EARLIER_APPLICATION);
  return state(
    "reject_reason",
    {count, applications: rows.length, code},
    `${some.en} ${count === 1 ? "carries" : "carry"} the reject reason ${code}.`,
    `${some.fr} ${count < 2 ? "porte" : "portent"} le motif de rejet ${code}.`
  );
}

function unused(rows: readonly Row[]): Statement {
  const count = rows.filter(isStatus("Unused offer")).length;
  const facts = {count, applications: rows.length};
  const none = noneOf(rows.length, EARLIER_APPLICATION);
  const some = someOf(count, rows.length, EARLIER_APPLICATION);
  if (count === 0)
    return state(
      "none_unused",
      facts,
      `${none.en} ended in an unused offer.`,
      `${none.fr} n'a abouti à une offre non utilisée.`
    );
  return state(
    "unused",
    facts,
    `${some.en} ended in an unused offer.`,
    `${some.fr} ${count < 2 ? "a" : "ont"} abouti à une offre non utilisée.`
  );
}

const newest = (rows: readonly Row[]) => newestRow(rows, "DAYS_DECISION", "SK_ID_PREV");

function lastOutcome(rows: readonly Row[]): Statement | undefined {
  const status = newest(rows)?.NAME_CONTRACT_STATUS;
  const words = typeof status === "string" ? LAST[status] : undefined;
  if (!words) return undefined;
  return state(
    "last_outcome",
    {status: String(status)},
    `The last earlier application ${words.en}.`,
    `La dernière demande antérieure ${words.fr}.`
  );
}

function lastReason(rows: readonly Row[]): Statement | undefined {
  const code = newest(rows)?.CODE_REJECT_REASON;
  if (typeof code !== "string") return undefined;
  if (code === "XAP" || code === "XNA")
    return state(
      "last_no_reason",
      {code},
      "The last earlier application carries no reject reason.",
      "La dernière demande antérieure ne porte aucun motif de rejet."
    );
  return state(
    "last_reason",
    {code},
    `The last earlier application carries the reject reason ${code}.`,
    `La dernière demande antérieure porte le motif de rejet ${code}.`
  );
}
