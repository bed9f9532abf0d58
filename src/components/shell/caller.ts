import type {Caller} from "../../core/access/roles.ts";
import {getJson, request} from "../api.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {roleText} from "./roleText.ts";
import {leadToSignIn} from "./signIn.ts";

/** Says in the header who is signed in, with a way out; where nobody signs in, nothing is said. */
export async function showCaller(lang: Lang): Promise<void> {
  const place = document.querySelector("#caller");
  if (!place) return;
  const caller = await getJson<Caller & {isOpen: boolean}>("/v1/session").catch(() => null);
  if (!caller || caller.isOpen) return;
  const signOut = async () => {
    await request("/v1/session", {method: "DELETE"}).catch(() => undefined);
    leadToSignIn();
  };
  const {name, role} = caller;
  place.replaceChildren(
    html`<span>${t(lang, "caller.name", {name, role: roleText(lang, role)})}</span>`,
    html`<button type="button" onclick=${signOut}>${t(lang, "caller.signOut")}</button>`
  );
  place.removeAttribute("hidden");
}
