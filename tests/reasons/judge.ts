import type {Explanation, ReasonCode} from "../../src/core/schema/explanation.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import {APPLICATION_FORMS} from "./applicationForms.ts";
import {BURDEN_FORMS} from "./burdenForms.ts";
import {BUREAU_FORMS} from "./bureauForms.ts";
import {ENQUIRY_FORMS} from "./enquiryForms.ts";
import type {Form} from "./form.ts";
import {namedThoughAbsent} from "./generalRules.ts";
import {PAYMENT_FORMS} from "./paymentForms.ts";
import {PERSON_FORMS} from "./personForms.ts";
import type {RawClient} from "./rawCsv.ts";
import {valueForms} from "./valueForms.ts";
import {writtenIn} from "./written.ts";

/** Lists what raw rows contradict in a client's reasons; empty when nothing. */
export type Judge = (
  explanation: Pick<Explanation, "features" | "reasonCodes">,
  client: RawClient
) => string[];

/** Printed apostrophes as the forms have them. */
const typed = (text: string): string => text.replaceAll("’", "'");

/**
 * Makes a judge that reads the sentences as text: each must be one of the known forms in both languages, with the
 * same numbers, and true of the raw rows by predicates of the judge's own.
 * @param medianOf the median of a feature over the training clients, by the judge's own working
 */
export function createJudge(
  features: readonly ManifestFeature[],
  medianOf: (feature: string) => number | undefined
): Judge {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  const forms: readonly Form[] = [
    ...PAYMENT_FORMS,
    ...BUREAU_FORMS,
    ...APPLICATION_FORMS,
    ...PERSON_FORMS,
    ...ENQUIRY_FORMS,
    ...BURDEN_FORMS,
    ...valueForms(byName)
  ];

  function judgeReason(
    reason: ReasonCode,
    values: ReadonlyMap<string, number | string | null>,
    client: RawClient
  ): string[] {
    const {feature, code} = reason;
    const text = {en: typed(reason.text.en), fr: typed(reason.text.fr)};
    const at = {reason, client, value: values.get(feature) ?? null, median: medianOf(feature)};
    const said = forms.flatMap((form) => {
      const found = form.en.exec(text.en);
      return found && form.fr.test(text.fr) ? [{form, found}] : [];
    });
    const numbers = (language: "en" | "fr") =>
      writtenIn(text[language], language).map(({value}) => value.toPrecision(9));
    return [
      ...(byName.get(feature)?.cause === code ? [] : [`${feature} is no feature of ${code}`]),
      ...(said.length > 0 ? [] : [`unknown sentence: ${text.en} | ${text.fr}`]),
      ...(said.length === 0 || said.some(({form, found}) => form.isTrue(found, at))
        ? []
        : [`untrue: ${text.en}`]),
      ...(numbers("en").join() === numbers("fr").join()
        ? []
        : [`the languages differ: ${text.en} | ${text.fr}`]),
      ...namedThoughAbsent(text, client)
    ];
  }

  return ({features: inputs, reasonCodes}, client) => {
    const values = new Map(inputs.map(({name, value}) => [name, value]));
    return reasonCodes.flatMap((reason) =>
      judgeReason(reason, values, client).map((fault) => `${reason.code} (${reason.feature}): ${fault}`)
    );
  };
}
