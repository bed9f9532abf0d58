import {hasStatus, most, num} from "./facts.ts";
import type {Form} from "./form.ts";
import type {RawClient, RawRow} from "./rawCsv.ts";
import {COUNTED, countedIn, noneIn, writtenIn} from "./written.ts";

const EARLIER = `${COUNTED} earlier applications?`;
const NONE = "(None of the [\\d,]+|No) earlier applications?";
const STATUS: Record<string, string> = {refused: "Refused", approved: "Approved", cancelled: "Canceled"};
const newest = ({previous}: RawClient) =>
  [...previous].sort(
    (a, b) => num(b, "DAYS_DECISION") - num(a, "DAYS_DECISION") || num(b, "SK_ID_PREV") - num(a, "SK_ID_PREV")
  )[0];
const KINDS: [RegExp, (row: RawRow) => boolean][] = [
  [/for a cash loan/, (row) => row.NAME_CONTRACT_TYPE === "Cash loans"],
  [/for a consumer loan/, (row) => row.NAME_CONTRACT_TYPE === "Consumer loans"],
  [/for a revolving loan/, (row) => row.NAME_CONTRACT_TYPE === "Revolving loans"],
  [/made after an offer/, (row) => row.NAME_PRODUCT_TYPE === "x-sell"],
  [/made as a new client/, (row) => row.NAME_CLIENT_TYPE === "New"],
  [/at a high rate/, (row) => row.NAME_YIELD_GROUP === "high"],
  [/at a low rate/, (row) => /^low_/.test(row.NAME_YIELD_GROUP!)]
];
const isOfKind = (text: string) => KINDS.find(([words]) => words.test(text))?.[1];
const OF_KIND = "(?:for an? .+ loan|made .+|at a (?:high|low) rate)";

/** Earlier applications here: how they ended and of what kind they were. */
export const APPLICATION_FORMS: readonly Form[] = [
  {
    en: /^No earlier application is on record here\.$/,
    fr: /^Aucune demande antérieure n'est enregistrée chez nous\.$/,
    isTrue: (_, {client}) => client.previous.length === 0
  },
  {
    en: new RegExp(
      `^${EARLIER} (?:was|were) (refused|approved|cancelled)(?:, (?:the latest )?(?:([\\d,]+) days? ago|(on the day of this application)))?\\.$`,
      "i"
    ),
    fr: / (a été|ont été) (refusée|approuvée|annulée)s?(, .*(il y a .+ jours?|le jour de cette demande))?\.$/,
    isTrue(found, {client: {previous}}) {
      const such = previous.filter(hasStatus(STATUS[found[2]!]!));
      const [k, n] = countedIn(found[1]!);
      const isLatest =
        (!found[3] && !found[4]) ||
        (found[3] ? writtenIn(found[3], "en")[0]!.value : 0) ===
          0 - most(such.map((row) => num(row, "DAYS_DECISION")));
      return k > 0 && k === such.length && n === previous.length && isLatest;
    }
  },
  {
    en: new RegExp(`^${NONE} was (refused|approved|cancelled)\\.$`),
    fr: /^Aucune .+ n'a été (refusée|approuvée|annulée)\.$/,
    isTrue: (found, {client: {previous}}) =>
      previous.length === noneIn(found[0]) && !previous.some(hasStatus(STATUS[found[2]!]!))
  },
  {
    en: new RegExp(`^${EARLIER} (?:carries|carry) the reject reason (\\w+)\\.$`, "i"),
    fr: / (porte|portent) le motif de rejet \w+\.$/,
    isTrue(found, {client: {previous}}) {
      const [k, n] = countedIn(found[1]!);
      return (
        k > 0 &&
        k === previous.filter((row) => row.CODE_REJECT_REASON === found[2]).length &&
        n === previous.length
      );
    }
  },
  {
    en: new RegExp(`^(?:${NONE}|${EARLIER}) ended in an unused offer\\.$`, "i"),
    fr: /abouti à une offre non utilisée\.$/,
    isTrue(found, {client: {previous}}) {
      const [k, n] = found[2] ? countedIn(found[2]) : [0, noneIn(found[0])];
      return k === previous.filter(hasStatus("Unused offer")).length && n === previous.length;
    }
  },
  {
    en: /^The last earlier application (was approved|was refused|was cancelled|ended in an offer that was not used)\.$/,
    fr: /^La dernière demande antérieure a (été (approuvée|refusée|annulée)|abouti à une offre non utilisée)\.$/,
    isTrue(found, {client}) {
      const status = STATUS[found[1]!.replace("was ", "")] ?? "Unused offer";
      return newest(client)?.NAME_CONTRACT_STATUS === status;
    }
  },
  {
    en: /^The last earlier application carries (no reject reason|the reject reason (\w+))\.$/,
    fr: /^La dernière demande antérieure (ne porte aucun motif de rejet|porte le motif de rejet \w+)\.$/,
    isTrue(found, {client}) {
      const code = newest(client)?.CODE_REJECT_REASON;
      return found[2] ? code === found[2] : code === "XAP" || code === "XNA";
    }
  },
  {
    en: new RegExp(`^${NONE} led to a contract that has ended\\.$`),
    fr: /^Aucune .+ n'a donné lieu à un contrat terminé\.$/,
    isTrue: (found, {client: {previous}}) =>
      previous.length === noneIn(found[0]) &&
      previous.every((row) => Number.isNaN(num(row, "DAYS_TERMINATION")))
  },
  {
    en: new RegExp(`^(?:${NONE}|${EARLIER}) (?:was|were) ${OF_KIND}\\.$`, "i"),
    fr: /(était|étaient) .+\.$/,
    isTrue(found, {client: {previous}}) {
      const isSuch = isOfKind(found[0]);
      const [k, n] = found[2] ? countedIn(found[2]) : [0, noneIn(found[0])];
      return isSuch !== undefined && k === previous.filter(isSuch).length && n === previous.length;
    }
  }
];
