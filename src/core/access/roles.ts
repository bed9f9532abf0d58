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
