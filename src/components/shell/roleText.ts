import {ROLES} from "../../core/access/roles.ts";
import {type Lang, t} from "../i18n.ts";

/** Words a role; one that is not known stays as it is. */
export function roleText(lang: Lang, role = ""): string {
  const known = ROLES.find((one) => one === role);
  return known ? t(lang, `role.${known}`) : role;
}
