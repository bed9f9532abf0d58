/** What somebody may do, each including what the ones before it may. */
export const ROLES = ["viewer", "analyst", "officer", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** Who asks: the name that is kept with what they do, and what they may do. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
}

/** Who everybody is where no sign-in is asked for. */
export const LOCAL_CALLER: Caller = {name: "local", role: "admin"};

/** Tells whether a role includes another. */
export const includesRole = (role: Role, needed: Role): boolean =>
  ROLES.indexOf(role) >= ROLES.indexOf(needed);

/** Pages whose cells ask for more than a viewer may; a path is without its language. */
const PAGES: readonly {path: RegExp; role: Role}[] = [
  {path: /^\/(explore|library|notebook|queue)$/, role: "analyst"},
  {path: /^\/report$/, role: "officer"},
  {path: /^\/notebooks\/(?!index$)./, role: "analyst"}
];

/** Tells the least role that a page of the site is for, by its path from the site's root. */
export function pageRole(path: string): Role {
  const here = decoded(path)
    .replace(/\/{2,}/g, "/")
    .replace(/^\/(en|fr)(?=\/)/, "")
    .replace(/\.html$|(?<=.)\/$/, "");
  return PAGES.find((page) => page.path.test(here))?.role ?? "viewer";
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
