import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {test} from "node:test";
import * as Plot from "@observablehq/plot";
import {parseHTML} from "linkedom";
import {contentSecurityPolicy} from "../../server/pages/policy.ts";

const {document} = parseHTML("<html></html>");
const rule = (policy: string, name: string) =>
  policy.split("; ").find((text) => text.startsWith(`${name} `)) ?? "";
const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Gives canvases a context on which drawing does nothing, since linkedom has none. */
function withCanvas<T>(work: () => T): T {
  const create = document.createElement;
  document.createElement = ((name: string) => {
    const element = create.call(document, name);
    if (name === "canvas")
      Object.assign(element, {getContext: () => ({fillRect() {}}), toDataURL: () => "data:,"});
    return element;
  }) as typeof create;
  try {
    return work();
  } finally {
    document.createElement = create;
  }
}

test("contentSecurityPolicy(html) lets in the styles that Plot puts into its charts and legends, and no other", () => {
  const styles = rule(contentSecurityPolicy(""), "style-src");
  const options = {document} as object;
  const made = withCanvas(() => [
    Plot.plot(options),
    Plot.legend({...options, color: {type: "categorical", domain: ["a"]}}),
    Plot.legend({...options, color: {type: "linear", domain: [0, 1]}})
  ]);
  for (const drawing of made) {
    const own = [...drawing.querySelectorAll("style"), ...(drawing.matches("style") ? [drawing] : [])];
    assert.ok(own.length > 0);
    for (const {textContent} of own)
      assert.ok(styles.includes(hash(textContent ?? "")), `${hash(textContent ?? "")} ${textContent}`);
  }
  assert.ok(!styles.includes(hash(".planted {}")));
});

test("contentSecurityPolicy(html) opens nothing to inline code, but for the places that htl holds for listeners and styles", () => {
  const policy = contentSecurityPolicy("<script>a()</script><script src=x></script>");
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|https?:|\*/);
  assert.ok(rule(policy, "script-src").includes(hash("a()")));
  for (const name of ["script-src-attr", "style-src-attr"]) {
    const attributes = rule(policy, name);
    assert.ok(attributes.includes(hash("::1")) && !attributes.includes(hash("alert(1)")));
  }
});
