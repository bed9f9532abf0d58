import {type Lang, type TextKey, t} from "../i18n.ts";

interface Area {
  key: TextKey;
  /** In order; a path is without its language. The first is where the area leads. */
  pages: readonly {path: string; key: TextKey}[];
}

/** The pages by what people come for. */
const AREAS: readonly Area[] = [
  {
    key: "area.clients",
    pages: [
      {path: "/", key: "nav.portfolio"},
      {path: "/queue", key: "nav.queue"},
      {path: "/client", key: "nav.client"},
      {path: "/report", key: "nav.report"},
      {path: "/live", key: "nav.live"}
    ]
  },
  {
    key: "area.data",
    pages: [
      {path: "/explore", key: "nav.explore"},
      {path: "/features", key: "nav.features"},
      {path: "/tables/", key: "nav.tables"}
    ]
  },
  {
    key: "area.model",
    pages: [
      {path: "/model", key: "nav.model"},
      {path: "/cutoff", key: "nav.cutoff"},
      {path: "/search", key: "nav.search"},
      {path: "/fairness", key: "nav.fairness"},
      {path: "/monitoring", key: "nav.monitoring"}
    ]
  },
  {
    key: "area.notebooks",
    pages: [
      {path: "/notebooks/", key: "nav.notebooks"},
      {path: "/notebook", key: "nav.notebook"},
      {path: "/library", key: "nav.library"}
    ]
  }
];

const isAt = (path: string, at: string): boolean =>
  path === at || (path.length > 1 && path.endsWith("/") && at.startsWith(path));

/**
 * Writes the two navigations of a page: the areas, and the pages of the area that it is in, or of the first.
 * @param at the page's path without its language
 * @param addressOf completes a path without its language
 */
export function navigation(
  lang: Lang,
  at: string,
  addressOf: (path: string) => string
): [areas: string, pages: string] {
  const here = AREAS.find(({pages}) => pages.some(({path}) => isAt(path, at)));
  const link = (path: string, key: TextKey, current: string) =>
    `<a href="${addressOf(path)}"${current && ` aria-current="${current}"`}>${t(lang, key)}</a>`;
  const areas = AREAS.map((area) => link(area.pages[0]!.path, area.key, area === here ? "true" : ""));
  const {key, pages} = here ?? AREAS[0]!;
  const inside = pages.map((page) => link(page.path, page.key, isAt(page.path, at) ? "page" : ""));
  return [
    `<nav class="areas" aria-label="${t(lang, "nav.label")}">${areas.join("")}</nav>`,
    `<nav class="pages" aria-label="${t(lang, key)}">${inside.join("")}</nav>`
  ];
}
