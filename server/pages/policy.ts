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

/** Allows a page the site's own files, its own inline scripts by their hashes, and nothing from elsewhere. */
export function contentSecurityPolicy(html: string): string {
  const scripts = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
  const hashes = new Set(scripts.map(([, script]) => `'sha256-${sha256(script as string)}'`));
  return [
    "default-src 'self'",
    ["script-src 'self'", ...[...hashes].sort()].join(" "),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'"
  ].join("; ");
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");
