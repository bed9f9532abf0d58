import {createHash} from "node:crypto";

/** What a page may use of the machine it is shown on: nothing. */
const PERMISSIONS = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]
  .map((name) => `${name}=()`)
  .join(", ");

/** Answers what pages and their files are sent with, besides what all answers have. */
export function pageHeaders(policy: string): Record<string, string> {
  return {
    "content-security-policy": policy,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": PERMISSIONS
  };
}

/**
 * The texts that htl writes in the place of a listener or of a style given as an object until it sets them: "::" and
 * the number of the value in its template. They do nothing as code.
 */
const PLACEHOLDERS = Array.from({length: 16}, (_, i) => `'sha256-${sha256(`::${i}`)}'`);

/** The style elements that Observable Plot 0.6.17 puts into a chart, a legend of swatches and one of a ramp. */
const PLOT_STYLES: readonly string[] = [
  "'sha256-/jg3HOQ97BIOLIR7iXhepLJanBbw11P39q1Ne1E+6Jc='",
  "'sha256-rCZUQsEQJf1DmnfnMZmlj08XC7qbIZySA6bEtitbQ00='",
  "'sha256-jSYQUrW7J0b3jPqhZP9C2Xh1PyJKHKXd4s0fpGGKrww='"
];

/** What Observable Inputs 0.12.0 gives the row of a table that has none. */
const NO_RESULTS = `'sha256-${sha256("padding-left: var(--length3); font-style: italic;")}'`;

/** Allows a page the site's own files, its own inline scripts by their hashes, and nothing from elsewhere. */
export function contentSecurityPolicy(html: string): string {
  const scripts = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = new Set(scripts.map(([, script]) => `'sha256-${sha256(script as string)}'`));
  return [
    "default-src 'self'",
    ["script-src 'self'", ...[...hashes].sort()].join(" "),
    ["script-src-attr 'unsafe-hashes'", ...PLACEHOLDERS].join(" "),
    ["style-src 'self'", ...PLOT_STYLES].join(" "),
    ["style-src-attr 'unsafe-hashes'", ...PLACEHOLDERS, NO_RESULTS].join(" "),
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'"
  ].join("; ");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
