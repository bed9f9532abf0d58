import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import type {Caller, Role} from "../../../src/core/access/roles.ts";
import {type AccessTexts, TEXTS} from "./texts.ts";

type Lang = "en" | "fr";

const STYLE = readFileSync(new URL("page.css", import.meta.url), "utf8");
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** What these pages may use: their one style and the form to this server. No script at all. */
export const ACCESS_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "img-src data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'"
].join("; ");

/** Why a sign-in page is shown again. */
export const SIGN_IN_FAULTS = ["failed", "wait", "away"] as const;
export type SignInFault = (typeof SIGN_IN_FAULTS)[number];

/** Writes the page that asks for a token, at `/en/sign-in` or `/fr/sign-in`, and leads on to a page of the site. */
export function signInPage(lang: Lang, to: string, fault: SignInFault | null): string {
  const text = TEXTS[lang];
  const other = lang === "en" ? "fr" : "en";
  const elsewhere = `../${other}/sign-in?to=${encodeURIComponent(inLanguage(to, other))}`;
  const described = fault ? "fault hint" : "hint";
  return frame(
    lang,
    text.signIn,
    `<a href="${escaped(elsewhere)}" lang="${other}" hreflang="${other}">${text.other}</a>`,
    `<p>${text.intro}</p>
${fault ? `<p class="failed" id="fault" role="alert">${text[fault]}</p>` : ""}
<form method="post" action="../v1/session">
<input type="hidden" name="lang" value="${lang}"><input type="hidden" name="to" value="${escaped(to)}">
<label for="token">${text.token}</label>
<input id="token" name="token" type="password" autocomplete="current-password" spellcheck="false" required autofocus aria-describedby="${described}">
<p class="hint" id="hint">${text.hint}</p>
<button type="submit">${text.go}</button>
</form>`
  );
}

/** Writes the page that stands in the place of one that a caller may not see; `root` leads to the site's root. */
export function forbiddenPage(lang: Lang, caller: Caller, needed: Role, root: string, path: string): string {
  const text: AccessTexts = TEXTS[lang];
  const other = lang === "en" ? "fr" : "en";
  const translated = inLanguage(path, other);
  const link =
    translated === path
      ? ""
      : `<a href="${escaped(root + translated.slice(1))}" lang="${other}" hreflang="${other}">${text.other}</a>`;
  return frame(
    lang,
    text.forbidden,
    link,
    `<p>${escaped(text.needs(text.roles[needed], caller.name, text.roles[caller.role]))}</p>
<p>${text.ask}</p>
<p><a href="${escaped(root)}${lang}/">${text.toPortfolio}</a></p>
<p><a href="${escaped(root)}${lang}/sign-in?to=${encodeURIComponent(path)}">${text.asAnother}</a></p>`
  );
}

/** Answers the address of the same page in a language; that of a page that exists once as it is. */
const inLanguage = (path: string, lang: Lang): string => path.replace(/^\/(en|fr)(?=\/)/, `/${lang}`);

function frame(lang: Lang, title: string, link: string, body: string): string {
  return `<!doctype html>
<html lang="${lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} | Scorebook</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body>
<header><strong><span aria-hidden="true">▤</span> Scorebook</strong>${link}</header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

const ESCAPES: Record<string, string> = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] as string);
