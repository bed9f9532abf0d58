/** The first folder of every page that exists in each language. */
const IN_A_LANGUAGE = /^\/(en|fr)(\/|$)/;

/**
 * Tells where an address without a language leads: the start and the pages that every version of this project has
 * had, to the page in the language of this site. Null for an address that stands by itself.
 */
export function languageAddress(
  path: string,
  language: "en" | "fr",
  exists: (path: string) => boolean
): string | null {
  if (IN_A_LANGUAGE.test(path)) return null;
  const there = `/${language}${path}`;
  return path === "/" || exists(`${there}.html`) || exists(`${there.replace(/\/$/, "")}/index.html`)
    ? there
    : null;
}
