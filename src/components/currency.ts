import type {Currency} from "../core/words/money.ts";

const NAME = "scorebook-currency";

/** Writes the currency into the head of a page. */
export const currencyMeta = (currency: Currency | null): string =>
  currency ? `<meta name="${NAME}" content="${JSON.stringify(currency).replaceAll('"', "&quot;")}">` : "";

/** Reads the currency that a page was made with; null where amounts are bare. */
export function currencyOf(page: Document): Currency | null {
  const content = page.querySelector(`meta[name="${NAME}"]`)?.getAttribute("content");
  return content ? (JSON.parse(content) as Currency) : null;
}
