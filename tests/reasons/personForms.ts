import {has, num, total} from "./facts.ts";
import type {Case, Form} from "./form.ts";
import {isTail, TAIL} from "./tail.ts";
import {COUNTED, countedIn, isRounded, noneIn, writtenIn} from "./written.ts";

const YEAR = 365.25;
const app = ({client}: Case, column: string) => num(client.application, column);
const years = (at: Case, column: string) => -app(at, column) / YEAR;
const first = (text: string) => writtenIn(text, "en")[0]!;

/** Reads a span of years, of months or of days where it is short. */
const isSpan = (text: string | undefined, exact: number): boolean =>
  text === undefined
    ? Math.abs(exact) < 0.5 / YEAR
    : text.includes("day")
      ? isRounded(first(text), exact * YEAR)
      : text.includes("month")
        ? isRounded(first(text), exact * 12)
        : isRounded(first(text), exact);

const isSpanOrNumber = (text: string, exact: number) => isRounded(first(text), exact) || isSpan(text, exact);
const isSide = (at: Case, tail: string | undefined, value: number) => isTail(at, tail, value, isSpanOrNumber);
const isOfIncome = (text: string, ratio: number) => isRounded(first(text), ratio);

const scores = (at: Case) => [1, 2, 3].map((place) => app(at, `EXT_SOURCE_${place}`));

/** The application itself: the person, the loan and what outside sources say. */
export const PERSON_FORMS: readonly Form[] = [
  {
    en: new RegExp(`^The client is (.+) years old${TAIL}\\.$`),
    fr: /^Âge du client : .+\.$/,
    isTrue: (found, at) =>
      isRounded(first(found[1]!), years(at, "DAYS_BIRTH")) && isSide(at, found[2], years(at, "DAYS_BIRTH"))
  },
  {
    en: /^The client is (.+) years old, and would be (.+) years old at the end of the loan\.$/,
    fr: /^Âge du client : .+, et .+ à la fin du prêt\.$/,
    isTrue(found, at) {
      const age = years(at, "DAYS_BIRTH");
      const end = age + app(at, "AMT_CREDIT") / app(at, "AMT_ANNUITY") / 12;
      return isRounded(first(found[1]!), age) && isRounded(first(found[2]!), end);
    }
  },
  {
    en: /^No present job is on record\.$/,
    fr: /^Aucun emploi actuel n'est enregistré\.$/,
    isTrue: (_, at) => !has(app(at, "DAYS_EMPLOYED"))
  },
  {
    en: new RegExp(
      `^The present job began (?:(.+?) ago|on the day of this application)(?:, at the age of (.+?) years)?${TAIL}\\.$`
    ),
    fr: /^L'emploi actuel a commencé (il y a|le jour de cette demande).+\.$/,
    isTrue(found, at) {
      const employed = years(at, "DAYS_EMPLOYED");
      const hired = years(at, "DAYS_BIRTH") - employed;
      const isHired = found[2] === undefined || isRounded(first(found[2]), hired);
      return isSpan(found[1], employed) && isHired && isSide(at, found[3], employed);
    }
  },
  {
    en: /^The phone changed (?:(.+) ago|on the day of this application), and the present job began (?:(.+) ago|on the day of this application)\.$/,
    fr: /^Le téléphone a changé (il y a .+|le jour de cette demande), et l'emploi actuel a commencé (il y a .+|le jour de cette demande)\.$/,
    isTrue: (found, at) =>
      isSpan(found[1], years(at, "DAYS_LAST_PHONE_CHANGE")) && isSpan(found[2], years(at, "DAYS_EMPLOYED"))
  },
  {
    en: /^(No|A) car is on record\.$/,
    fr: /^(Aucune voiture n'est enregistrée|Une voiture est enregistrée)\.$/,
    isTrue: (found, at) =>
      (at.client.application.FLAG_OWN_CAR === "Y" || has(app(at, "OWN_CAR_AGE"))) === (found[1] === "A")
  },
  {
    en: /^The age of the car is not on record\.$/,
    fr: /^L'âge de la voiture n'est pas enregistré\.$/,
    isTrue: (_, at) => at.client.application.FLAG_OWN_CAR === "Y" && !has(app(at, "OWN_CAR_AGE"))
  },
  {
    en: new RegExp(`^The car is (.+?) years? old${TAIL}\\.$`),
    fr: /^Âge de la voiture : .+\.$/,
    isTrue: (found, at) =>
      first(found[1]!).value === app(at, "OWN_CAR_AGE") && isSide(at, found[2], app(at, "OWN_CAR_AGE"))
  },
  {
    en: /^(No|A) house or flat of the client's own is on record\.$/,
    fr: /^(Aucun logement appartenant au client n'est enregistré|Un logement appartenant au client est enregistré)\.$/,
    isTrue: (found, at) => (at.client.application.FLAG_OWN_REALTY === "Y") === (found[1] === "A")
  },
  {
    en: /^Gender: (male|female)\.$/,
    fr: /^Sexe : (masculin|féminin)\.$/,
    isTrue: (found, at) => at.client.application.CODE_GENDER === (found[1] === "male" ? "M" : "F")
  },
  {
    en: /^Document 3 was (not )?handed in\.$/,
    fr: /^Le document 3 (a|n'a pas) été remis\.$/,
    isTrue: (found, at) => app(at, "FLAG_DOCUMENT_3") === (found[1] ? 0 : 1)
  },
  {
    en: /^(None|\d+) of (?:the )?20 documents (?:was|were) handed in\.$/,
    fr: /(remis|remis)\.$/,
    isTrue(found, at) {
      const handed = total(Array.from({length: 20}, (_, i) => app(at, `FLAG_DOCUMENT_${i + 2}`)));
      return handed === (found[1] === "None" ? 0 : Number(found[1]));
    }
  },
  {
    en: /^The loan is ([\d,]+) and the price of the goods ([\d,]+)\.$/,
    fr: /^Le prêt est de .+ et le prix des biens de .+\.$/,
    isTrue: (found, at) =>
      isRounded(first(found[1]!), app(at, "AMT_CREDIT")) &&
      isRounded(first(found[2]!), app(at, "AMT_GOODS_PRICE"))
  },
  {
    en: new RegExp(`^The loan of ([\\d,]+) is (.+) times its instalment of ([\\d,]+)${TAIL}\\.$`),
    fr: /^Le prêt de .+ représente .+ fois son échéance de .+\.$/,
    isTrue(found, at) {
      const ratio = app(at, "AMT_CREDIT") / app(at, "AMT_ANNUITY");
      const isAmounts =
        isRounded(first(found[1]!), app(at, "AMT_CREDIT")) &&
        isRounded(first(found[3]!), app(at, "AMT_ANNUITY"));
      return isAmounts && isRounded(first(found[2]!), ratio) && isSide(at, found[4], ratio);
    }
  },
  {
    en: /^The loan is as large as the price of the goods\.$/,
    fr: /^Le prêt est égal au prix des biens\.$/,
    isTrue: (_, at) => app(at, "AMT_CREDIT") === app(at, "AMT_GOODS_PRICE")
  },
  {
    en: /^The loan is (.+) (more|less) than the price of the goods, which is (.+%) of the income\.$/,
    fr: /^Le prêt (dépasse le|est inférieur au) prix des biens de .+, soit .+ du revenu\.$/,
    isTrue(found, at) {
      const more = (app(at, "AMT_CREDIT") - app(at, "AMT_GOODS_PRICE")) * (found[2] === "more" ? 1 : -1);
      return (
        more > 0 &&
        isRounded(first(found[1]!), more) &&
        isOfIncome(found[3]!, more / app(at, "AMT_INCOME_TOTAL"))
      );
    }
  },
  {
    en: new RegExp(
      `^The (loan|instalment|price of the goods) of ([\\d,]+) is (.+?) (?:times|of) the income of ([\\d,]+)${TAIL}\\.$`
    ),
    fr: /^(Le prêt|L'échéance|Le prix des biens) de .+ représente .+ revenu de .+\.$/,
    isTrue(found, at) {
      const column = {loan: "AMT_CREDIT", instalment: "AMT_ANNUITY", "price of the goods": "AMT_GOODS_PRICE"}[
        found[1]!
      ]!;
      const income = app(at, "AMT_INCOME_TOTAL");
      const ratio = app(at, column) / income;
      const isAmounts = isRounded(first(found[2]!), app(at, column)) && isRounded(first(found[4]!), income);
      return isAmounts && isOfIncome(found[3]!, ratio) && isSide(at, found[5], ratio);
    }
  },
  {
    en: /^The income is ([\d,]+) and the instalment ([\d,]+)\.$/,
    fr: /^Le revenu est de .+ et l'échéance de .+\.$/,
    isTrue: (found, at) =>
      isRounded(first(found[1]!), app(at, "AMT_INCOME_TOTAL")) &&
      isRounded(first(found[2]!), app(at, "AMT_ANNUITY"))
  },
  {
    en: /^No external score is on record\.$/,
    fr: /^Aucun score externe n'est enregistré\.$/,
    isTrue: (_, at) => !scores(at).some(has)
  },
  {
    en: /^None of the 3 external scores is missing\.$/,
    fr: /^Aucun des 3 scores externes ne manque\.$/,
    isTrue: (_, at) => scores(at).every(has)
  },
  {
    en: /^External scores? ([\d and]+) (?:is|are) missing\.$/,
    fr: /^(Le score externe \d manque|Les scores externes \d et \d manquent)\.$/,
    isTrue(found, at) {
      const told = found[1]!.split(" and ").map(Number);
      return scores(at).every((score, i) => has(score) !== told.includes(i + 1));
    }
  },
  {
    en: /^External score (\d) is (.+) and score (\d) is (.+)\.$/,
    fr: /^Le score externe \d est de .+ et le score \d de .+\.$/,
    isTrue: (found, at) =>
      isRounded(first(found[2]!), app(at, `EXT_SOURCE_${found[1]}`)) &&
      isRounded(first(found[4]!), app(at, `EXT_SOURCE_${found[3]}`))
  },
  {
    en: /^External scores are (.+) on average, at an age of (.+) years\.$/,
    fr: /^Les scores externes sont de .+ en moyenne, à l'âge de .+\.$/,
    isTrue(found, at) {
      const known = scores(at).filter(has);
      return (
        isRounded(first(found[1]!), total(known) / known.length) &&
        isRounded(first(found[2]!), years(at, "DAYS_BIRTH"))
      );
    }
  },
  {
    en: /^Nothing is on record about acquaintances\.$/,
    fr: /^Rien n'est enregistré sur l'entourage\.$/,
    isTrue: (_, at) => !has(app(at, "OBS_30_CNT_SOCIAL_CIRCLE"))
  },
  {
    en: /^No acquaintance was observed\.$/,
    fr: /^Aucun proche n'a été observé\.$/,
    isTrue: (_, at) => app(at, "OBS_30_CNT_SOCIAL_CIRCLE") === 0 || app(at, "OBS_60_CNT_SOCIAL_CIRCLE") === 0
  },
  {
    en: /^([\d,]+) acquaintances? observed, none 30 days past due\.$/,
    fr: /^.+ proches? observés?, aucun à 30 jours de retard\.$/,
    isTrue: (found, at) =>
      app(at, "OBS_30_CNT_SOCIAL_CIRCLE") === first(found[1]!).value &&
      app(at, "DEF_30_CNT_SOCIAL_CIRCLE") === 0
  },
  {
    en: /^(None of the [\d,]+|No) acquaintances? observed was (30|60) days past due\.$/,
    fr: /^Aucun.* n'a eu (30|60) jours de retard\.$/,
    isTrue: (found, at) =>
      app(at, `OBS_${found[2]}_CNT_SOCIAL_CIRCLE`) === noneIn(found[0]) &&
      app(at, `DEF_${found[2]}_CNT_SOCIAL_CIRCLE`) === 0
  },
  {
    en: new RegExp(`^${COUNTED} acquaintances? observed (?:was|were) (30|60) days past due\\.$`, "i"),
    fr: / (a|ont) eu (30|60) jours de retard\.$/,
    isTrue(found, at) {
      const [k, n] = countedIn(found[1]!);
      return (
        k > 0 &&
        k === app(at, `DEF_${found[2]}_CNT_SOCIAL_CIRCLE`) &&
        n === app(at, `OBS_${found[2]}_CNT_SOCIAL_CIRCLE`)
      );
    }
  }
];
