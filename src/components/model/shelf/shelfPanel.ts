import {includesRole} from "../../../core/access/roles.ts";
import type {PromotionAnswer} from "../../../core/schema/models.ts";
import {html} from "../../dom.ts";
import {formatNumber} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {errorState, loadingState, whenReady} from "../../shell/states.ts";
import {promotionForm} from "./promotionForm.ts";
import {fetchComparison, fetchShelf, isKnown, type KnownModel, type Shelf} from "./shelf.ts";
import {comparisonTables, modelTable} from "./shelfTables.ts";

/** Draws the models that there are, one of them beside the served one, and the change of the served one. */
export function shelfPanel(lang: Lang): HTMLElement {
  const place = html`<div></div>`;
  const told = html`<p role="status"></p>`;
  const draw = () =>
    place.replaceChildren(
      whenReady(lang, async () =>
        shelfContent(lang, await fetchShelf(), ({id, model, before}) => {
          const record = formatNumber(lang, id);
          told.textContent = t(lang, "models.promoted", {name: model.name, before: before.name, record});
          told.className = "notice";
          draw();
        })
      )
    );
  draw();
  return html`<section class="panel" id="models">${place}${told}</section>`;
}

function shelfContent(
  lang: Lang,
  {models, asker}: Shelf,
  onPromoted: (promotion: PromotionAnswer) => void
): HTMLElement {
  const known = models.filter(isKnown);
  const champion = known.find(({served}) => served);
  const others = known.filter(({served}) => !served);
  const list = modelTable(lang, models);
  if (!champion || others.length === 0)
    return html`<div class="flow">${list}<p class="muted">${t(lang, "models.only")}</p></div>`;
  const mayPromote = includesRole(asker.role, "admin");
  const compared = html`<div></div>`;
  let chosen = "";
  const promotion = mayPromote ? promotionForm(lang, asker, onPromoted) : null;
  const choice = challengerChoice(lang, champion, others, {
    choose(name) {
      chosen = name;
      compared.replaceChildren();
      promotion?.choose(name);
    },
    async compare(name) {
      compared.replaceChildren(loadingState(lang));
      const drawn = await fetchComparison(champion.name, name)
        .then((found) => comparisonTables(lang, found))
        .catch((error) => errorState(lang, error));
      if (name === chosen) compared.replaceChildren(drawn);
    }
  });
  return html`<div class="flow">
    ${list}${choice}${compared}
    ${promotion ?? html`<p class="notice">${t(lang, "models.role")}</p>`}
  </div>`;
}

function challengerChoice(
  lang: Lang,
  champion: KnownModel,
  others: readonly KnownModel[],
  {choose, compare}: {choose(name: string): void; compare(name: string): Promise<void>}
): HTMLElement {
  const options = others.map(({name}) => html`<option value=${name}>${name}</option>`);
  const select =
    html`<select onchange=${() => choose(select.value)}>${options}</select>` as HTMLSelectElement;
  choose(select.value);
  const submit = (event: Event) => {
    event.preventDefault();
    void compare(select.value);
  };
  return html`<form class="controls" onsubmit=${submit}>
    <label>${t(lang, "models.challenger")} ${select}</label>
    <button type="submit">${t(lang, "models.compare", {name: champion.name})}</button>
  </form>`;
}
