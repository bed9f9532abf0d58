import {roving} from "../../charts/roving.ts";
import {calmScroll, html, uniqueId} from "../../dom.ts";
import {formatNumber} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {asInput, type Input} from "../../input.ts";
import {featureBars, type OpenFeature} from "../features/featureBars.ts";
import {type Compared, causeSteps, extentOf, type Step} from "./causeSteps.ts";
import {NOTHING_OPENED, type Opened} from "./opened.ts";
import {type Scale, type StepRow, stepAxis, stepRow} from "./stepRow.ts";

/** Causes that are shown from the beginning. */
const STRONGEST = 12;

/** Bars that open; they follow what is tried. */
export type CauseBars = Input<Opened> & {show(compared: Compared): void};

interface OpenCause {
  code: string;
  place: HTMLElement;
  bars: ReturnType<typeof featureBars>;
}

/**
 * Draws the way from the base points to the score, one cause a line; a line opens beneath itself into the cause's
 * features, and each of those into what `openFeature` draws. One stop for the tabulator, Escape closes. An input of what
 * is opened.
 */
export function causeBars(lang: Lang, compared: Compared, openFeature: OpenFeature): CauseBars {
  let shown = compared;
  let limit = STRONGEST;
  let open: OpenCause | null = null;
  const rows = new Map<string, StepRow>();
  const list = html`<ol class="steps"></ol>`;
  const axis = html`<div></div>`;
  const root = html`<div class="cause-bars">${axis}${list}</div>`;
  const stops = roving(root, "button.step");

  const steps = () => causeSteps(shown, limit);
  const scale = (): Scale => ({
    extent: extentOf(steps(), shown.after.cutoff.score),
    cutoff: shown.after.cutoff.score
  });
  const keyOf = ({kind, code}: Step) => code || kind;

  function lay(): void {
    rows.clear();
    const items = steps().map((step) => {
      const row = stepRow(lang, labelOf(lang, step), html`${lineOf(step)}`);
      rows.set(keyOf(step), row);
      return html`<li data-step=${keyOf(step)}>${row.element}</li>`;
    });
    list.replaceChildren(...items);
    if (limit > STRONGEST)
      list.lastElementChild!.before(
        html`<li><button type="button" class="link step-more" onclick=${() => setLimit(STRONGEST)}>${t(lang, "causes.fewer", {n: STRONGEST})}</button></li>`
      );
    draw();
  }

  function draw(): void {
    const common = scale();
    axis.replaceChildren(stepAxis(lang, common));
    for (const step of steps()) rows.get(keyOf(step))?.show(step, common);
    const step = open && steps().find(({code}) => code === open!.code);
    if (open && step) open.bars.show(shown, step, common);
    stops.refresh();
  }

  function lineOf({kind, code, count}: Step): HTMLElement {
    if (kind === "cause")
      return html`<button type="button" tabindex="-1" aria-expanded="false" data-cause=${code} onclick=${() => toggle(code)}></button>`;
    if (kind === "others")
      return html`<button type="button" tabindex="-1" aria-expanded="false" title=${t(lang, "causes.all", {n: count})} onclick=${() => setLimit(shown.before.causes.length)}></button>`;
    return html`<div class=${kind}></div>`;
  }

  function setLimit(next: number): void {
    const at = shown.before.causes[STRONGEST]?.code;
    close();
    limit = next;
    lay();
    (next > STRONGEST ? rows.get(at ?? "") : rows.get("others"))?.element.focus();
    if (element.value !== NOTHING_OPENED) change(NOTHING_OPENED);
  }

  const toggle = (code: string) =>
    change(open?.code === code ? NOTHING_OPENED : {cause: code, feature: null});

  function close(): void {
    if (!open) return;
    open.place.remove();
    rows.get(open.code)?.element.setAttribute("aria-expanded", "false");
    open = null;
  }

  function turnTo({cause: code, feature}: Opened): void {
    if (code === null || !shown.before.causes.some((cause) => cause.code === code)) {
      close();
      return;
    }
    if (open?.code !== code) {
      close();
      if (!rows.has(code)) {
        limit = shown.before.causes.length;
        lay();
      }
      const button = rows.get(code)!.element;
      const id = uniqueId("cause");
      const bars = featureBars(lang, openFeature, (name) => change({cause: code, feature: name}));
      const place = html`<div class="opened-cause" id=${id}>${bars.element}</div>`;
      button.after(place);
      button.setAttribute("aria-expanded", "true");
      button.setAttribute("aria-controls", id);
      open = {code, place, bars};
    }
    draw();
    open.bars.open(feature);
    stops.refresh();
    const target = open.bars.buttonOf(feature) ?? rows.get(code)!.element;
    if (!root.contains(document.activeElement)) lookAt(target);
  }

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    const {code} = open;
    const feature = element.value.feature;
    const back = feature === null ? rows.get(code)!.element : open.bars.buttonOf(feature);
    change(feature === null ? NOTHING_OPENED : {cause: code, feature: null});
    back?.focus();
    event.preventDefault();
  });

  const {element, change} = asInput<Opened>(root, NOTHING_OPENED, turnTo);
  lay();
  return Object.assign(element, {
    show(next: Compared) {
      shown = next;
      draw();
    }
  });
}

/** Brings a line that was opened from elsewhere before the eye and the keyboard. */
function lookAt(line: HTMLElement): void {
  requestAnimationFrame(() => {
    line.focus({preventScroll: true});
    line.scrollIntoView({block: "start", behavior: calmScroll()});
  });
}

function labelOf(lang: Lang, {kind, label, count}: Step): string {
  if (label) return label[lang];
  return t(lang, `waterfall.${kind as "base" | "others" | "score"}`, {n: formatNumber(lang, count)});
}
