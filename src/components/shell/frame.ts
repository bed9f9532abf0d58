import type {Currency} from "../../core/words/money.ts";
import {currencyMeta} from "../currency.ts";
import {type Lang, t} from "../i18n.ts";
import {basePath} from "./base.ts";
import {askEarly} from "./early.ts";
import type {MadeFrom} from "./madeFrom.ts";
import {navigation} from "./navigation.ts";

export const LANGUAGES = ["en", "fr"] as const satisfies readonly Lang[];

/** Tells the language of a page by its path, whose first folder it is; English where it is none. */
export const languageOf = (path: string): Lang => (/^\/fr(\/|$)/.test(path) ? "fr" : "en");

/** Converts the path of a page without its language to that of the page in a language, from the site's own root. */
export const pagePath = (lang: Lang, path: string): string => `/${lang}${path}`;

/** Converts the path of a page without its language to its address in a language, wherever the site is. */
export const pathIn = (lang: Lang, path: string): string => basePath + pagePath(lang, path);

/** Takes the language off a path; null for a page that exists once, such as a notebook. */
const withoutLanguage = (path: string): string | null => {
  const match = /^\/(?:en|fr)(?=\/|$)(.*)$/.exec(path);
  return match && (match[1]!.replace(/\/index$/, "/") || "/");
};

/**
 * Writes what goes into <head>: the language of the page, its currency, an empty icon, so that nothing is asked for it,
 * and what asks early for what the page's first picture needs, `early` besides what is known of it.
 */
export const pageHead = (
  lang: Lang,
  path = "/",
  currency: Currency | null = null,
  early: readonly string[] = []
): string =>
  `<link rel="icon" href="data:,"><meta name="description" content="${t(lang, "site.description")}">` +
  currencyMeta(currency) +
  `<script>document.documentElement.lang=${JSON.stringify(lang)}</script>` +
  askEarly(path, withoutLanguage(path) ?? path, early);

/**
 * Writes the bar on top of every page: skip link, brand, navigation, the same page in the other language, whether
 * its clients are invented, and the place where the page says that it is not of what the server answers from.
 */
export function pageHeader(lang: Lang, path: string, isInvented = false): string {
  const here = withoutLanguage(path);
  const at = here ?? path;
  const [areas, pages] = navigation(lang, at, (path) => pathIn(lang, path));
  const other: Lang = lang === "en" ? "fr" : "en";
  return (
    `<a class="skip" href="#observablehq-main">${t(lang, "nav.skip")}</a>` +
    `<a class="brand" href="${pathIn(lang, "/")}"><span class="brand-mark" aria-hidden="true">▤</span> Scorebook</a>` +
    areas +
    `<a class="language" href="${pathIn(other, here ?? (path.startsWith("/notebooks/") ? path : "/"))}" hreflang="${other}" lang="${other}">${t(other, "nav.thisLanguage")}</a>` +
    `<span id="caller" class="caller" hidden></span>` +
    pages +
    `<p id="invented" class="invented"${isInvented ? "" : " hidden"}>${t(lang, "provenance.invented")}</p>` +
    `<p id="stale" class="notice" role="status" hidden></p>`
  );
}

/** Writes the foot of every page; its script fills in which model and which data are served, and compares. */
export function pageFooter(lang: Lang, made: MadeFrom | null = null): string {
  const attribute = made ? ` data-made-from="${JSON.stringify(made).replaceAll('"', "&quot;")}"` : "";
  return (
    `<p id="provenance" class="provenance"${attribute}>${t(lang, "provenance.loading")}</p>` +
    `<script type="module" src="/components/shell/everyPage.js"></script>`
  );
}
