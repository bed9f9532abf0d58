import assert from "node:assert/strict";
import {afterEach, test} from "node:test";
import {parseHTML} from "linkedom";
import {cellText} from "../../src/components/client/history/cellText.ts";
import {currencyMeta, currencyOf} from "../../src/components/currency.ts";
import {unitLabel} from "../../src/components/features/unitLabel.ts";
import {bandLabel} from "../../src/components/tables/bandLabel.ts";
import {
  type Currency,
  currencySign,
  formatAmount,
  formatMoney,
  setCurrency
} from "../../src/core/words/money.ts";
import {formatQuantity} from "../../src/core/words/quantity.ts";

afterEach(() => setCurrency(null));
const both = (amount: number, digits?: number) => [
  formatMoney("en", amount, digits),
  formatMoney("fr", amount, digits)
];

test("formatMoney(lang, amount) writes bare numbers unless a currency is set", () => {
  assert.deepEqual(both(1234.5), ["1,235", "1\u202f235"]);
  assert.deepEqual(both(-0.2), ["0", "0"]);
  assert.equal(formatAmount("en", 0.2), "less than 1");
  assert.equal(unitLabel("en", "amount"), "amount");
});

for (const [currency, amount, en, fr] of [
  [{code: "EUR"}, 1234.5, "€1,235", "1\u202f235\u00a0€"],
  [{code: "EUR"}, -1234.5, "−€1,235", "−1\u202f235\u00a0€"],
  [{code: "EUR", digits: 2}, 1234.5, "€1,234.5", "1\u202f234,5\u00a0€"],
  [{code: "CZK"}, 99.6, "CZK\u00a0100", "100\u00a0CZK"],
  [{sign: "Kč"}, 1234, "Kč\u00a01,234", "1\u202f234\u00a0Kč"],
  [{sign: "₴"}, -0.3, "₴0", "0\u00a0₴"]
] as const satisfies [Currency, number, string, string][])
  test(`formatMoney(lang, ${amount}) puts ${JSON.stringify(currency)} where each language does`, () => {
    setCurrency(currency);
    assert.deepEqual(both(amount), [en, fr]);
  });

test("every amount that people read has the currency: values, cells, bands, units", () => {
  setCurrency({code: "EUR"});
  assert.equal(formatQuantity("en", 1000, "amount"), "€1,000");
  assert.equal(formatQuantity("en", 1000, "count"), "1,000");
  assert.equal(formatAmount("fr", 0.3), "moins de 1\u00a0€");
  const column = {name: "AMT_CREDIT", unit: "amount", description: {en: "", fr: ""}};
  assert.equal(cellText("en", 100.25, column), "€100.25");
  assert.equal(cellText("en", 100.25, column, {isForeign: true}), "100.25", "a loan in another currency");
  assert.equal(bandLabel("en", {from: 1, to: 500}, "amount"), "€1 – €500");
  assert.equal(bandLabel("en", {from: 1, to: 5}, "whole"), "1 – 4");
  assert.equal(unitLabel("fr", "amount per month"), "montant par mois (€)");
  assert.equal(currencySign("en"), "€");
});

test("currencyOf(page) reads what currencyMeta(currency) wrote into its head", () => {
  const pageOf = (currency: Currency | null) =>
    parseHTML(`<html><head>${currencyMeta(currency)}</head></html>`).document as unknown as Document;
  for (const currency of [{code: "EUR"}, {sign: "Kč.", digits: 2}, null])
    assert.deepEqual(currencyOf(pageOf(currency)), currency);
});
