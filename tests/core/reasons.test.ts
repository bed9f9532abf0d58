import assert from "node:assert/strict";
import {test} from "node:test";
import {causeLabel} from "../../src/core/credit/causes.ts";
import {adverseReasons} from "../../src/core/credit/reasons.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import {noRows} from "./clientRecord.ts";

const feature = (name: string, table: ManifestFeature["tables"][number]): ManifestFeature => ({
  name,
  tables: [table],
  cause: "payment_delays",
  label: {en: name, fr: name},
  formula: {en: "", fr: ""},
  unit: "days",
  kind: "numeric"
});
/** What all instalments paid on time say nothing against, and a table without rows. */
const FEATURES = [
  feature("inst_delay_max", "installments_payments"),
  feature("card_dpd_max", "credit_card_balance")
];
const paid = {
  SK_ID_PREV: 1,
  NUM_INSTALMENT_VERSION: 1,
  NUM_INSTALMENT_NUMBER: 1,
  DAYS_INSTALMENT: -30,
  DAYS_ENTRY_PAYMENT: -31,
  AMT_INSTALMENT: 100,
  AMT_PAYMENT: 100
};

/** Tells the one reason of a cause whose features add so much. */
function reasonOf(contributions: [number, number]) {
  const contribution = contributions[0] + contributions[1];
  const cause = {code: "payment_delays", label: causeLabel("payment_delays"), points: -20, contribution};
  const rows = noRows({installments_payments: [paid]});
  const client = {rows, value: (name: string) => (name === "inst_delay_max" ? -1 : null)};
  const [reason] = adverseReasons({
    features: FEATURES,
    contributions,
    causes: [cause],
    decision: "decline",
    client
  });
  return reason!;
}

test("adverseReasons(…) tells a feature that holds something against the client before one that does not", () => {
  assert.equal(reasonOf([0.4, 0.3]).feature, "card_dpd_max");
});

test("adverseReasons(…) tells no feature that weighs less than half of the costliest", () => {
  const {feature, variant} = reasonOf([0.4, 0.1]);
  assert.deepEqual([feature, variant], ["inst_delay_max", "on_time"]);
});
