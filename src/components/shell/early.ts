/**
 * What the first picture of a page needs, by the page's path without its language: datasets by their path from the root
 * of the pages, and what the server answers, under /v1, where {name} stands for that parameter of the page's address.
 */
const EARLY: Readonly<Record<string, readonly string[]>> = {
  "/": ["/data/overview.json"],
  "/client": ["/v1/clients/{id}/explanation", "/v1/clients/{id}/history", "/data/group.json"],
  "/report": ["/v1/clients/{client}/explanation", "/v1/clients/{client}/history"],
  "/features": ["/data/features.json"],
  "/explore": ["/data/explore.json"],
  "/tables/bureau": ["/data/tables/bureau.json"],
  "/tables/card": ["/data/tables/card.json"],
  "/tables/installments": ["/data/tables/installments.json"],
  "/tables/pos": ["/data/tables/pos.json"],
  "/tables/previous": ["/data/tables/previous.json"],
  "/model": ["/v1/model"],
  "/monitoring": ["/data/drift.json"],
  "/fairness": ["/data/portfolio.arrow"],
  "/cutoff": ["/data/portfolio.arrow", "/v1/policy", "/v1/session"],
  "/search": ["/v1/search/studies"]
};

/**
 * Writes what asks for these things while the scripts that need them are still on their way, else a slow line would be
 * waited for twice. Framework puts the built address of a dataset into its link.
 * @param more what the page itself says that it needs, as in EARLY
 */
export function askEarly(path: string, page: string, more: readonly string[] = []): string {
  const early = [...(EARLY[page] ?? []), ...more];
  const isAnswer = (one: string) => one.startsWith("/v1/");
  const root = "../".repeat(path.split("/").length - 2) || "./";
  const answers = early.filter(isAnswer).map((one) => root + one.slice(1));
  const links = early
    .filter((one) => !isAnswer(one))
    .map((one) => `<link rel="preload" as="fetch" crossorigin href="${one}">`);
  return (
    links.join("") + (answers.length > 0 ? `<script>(${PRELOAD})(${JSON.stringify(answers)})</script>` : "")
  );
}

/** Adds the links of answers, save for those whose parameter the address lacks. Runs in the page, as text. */
const PRELOAD = `(paths) => {
  const given = new URLSearchParams(location.search);
  for (const path of paths) {
    const href = path.replace(/{(\\w+)}/g, (_, name) => encodeURIComponent((given.get(name) ?? "").trim()));
    if (href.includes("//")) continue;
    const link = document.createElement("link");
    document.head.append(Object.assign(link, {rel: "preload", as: "fetch", crossOrigin: "anonymous", href}));
  }
}`;
