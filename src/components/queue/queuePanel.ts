import {includesRole, LOCAL_CALLER} from "../../core/access/roles.ts";
import {ApiError, getJson} from "../api.ts";
import {fetchSession, type Session} from "../case/caseApi.ts";
import {CHANGES} from "../case/parts.ts";
import {html} from "../dom.ts";
import {formatNumber, formatTime} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";
import {readName} from "../notebook/store.ts";
import {filtersToQuery, NO_FILTERS} from "../portfolio/selection/filters.ts";
import {pathIn} from "../shell/frame.ts";
import {emptyState, errorState, loadingState, whenReady} from "../shell/states.ts";
import {claimCase, type Fetched, fetchList} from "./queueApi.ts";
import {
  FIRST_VIEW,
  LISTS,
  type ListName,
  nextItem,
  type QueueItem,
  type QueueView,
  shownItems,
  viewFromAddress,
  viewToAddress
} from "./queueData.ts";
import {queueFilter} from "./queueFilter.ts";
import {queueKeys} from "./queueKeys.ts";
import {connectQueue} from "./queueSocket.ts";
import {clientAddress, queueTable} from "./queueTable.ts";

/** So often an open page asks what there is to do while the server does not tell it. */
const LOOK_AGAIN_MS = 5000;
/** So often while it does: that a job has failed is told to nobody. */
const LOOK_ANYWAY_MS = 30_000;
/** Changes that are told closer together than this are looked at once. */
const TOGETHER_MS = 300;

/** Events of the window when the machine loses or finds its network. */
const CONNECTION = ["offline", "online"] as const;

/** Says which scores the lists that have some show. */
const WHICH_SCORES: Partial<Record<ListName, "queue.which.trained" | "queue.which.asked">> = {
  near: "queue.which.trained",
  declined: "queue.which.asked"
};

/** What is known of a list. */
type Known = {fetched: Fetched | null; error: unknown};

/** Draws the work queue, an input whose value is what it shows: the list and its filter, which the address keeps. */
export function queuePanel(lang: Lang, invalidation: Promise<unknown>): Input<QueueView> {
  const {element, change} = asInput<QueueView>(
    html`<div class="queue">${whenReady(lang, async () => {
      const session = await fetchSession();
      // Whoever may not ask is told so in the place of the queue.
      await fetchList("open", FIRST_VIEW.near);
      const queue = openQueue(lang, session, (view) => change(view));
      void invalidation.then(queue.close);
      return queue.element;
    })}</div>`,
    viewFromAddress(location.search),
    () => {}
  );
  return element;
}

function openQueue(lang: Lang, session: Session, onView: (view: QueueView) => void) {
  let view = viewFromAddress(location.search);
  const known = new Map<ListName, Known>(LISTS.map((list) => [list, {fetched: null, error: null}]));
  const me = session.isOpen ? readName() || LOCAL_CALLER.name : session.name;
  const by = session.isOpen ? me : undefined;
  const mayClaim = includesRole(session.role, CHANGES);
  /** How often was asked, and which question each list, and the cut-off, were last answered by: nothing older is taken. */
  let questions = 0;
  const answered = new Map<ListName | "cutoff", number>();
  const isNewest = (of: ListName | "cutoff", question: number) => {
    if (question < (answered.get(of) ?? 0)) return false;
    answered.set(of, question);
    return true;
  };
  let looks = 0;
  let cutoff: number | null = null;
  let asOf = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  let drawn = "";

  const tabs = html`<div class="tabs" role="group" aria-label=${t(lang, "queue.lists")}></div>`;
  const filter = queueFilter(lang, view, (next) => show({...view, ...next}));
  const next = html`<button type="button" class="primary" title=${t(lang, "queue.next.hint")} onclick=${() => void goOn()}>${t(lang, "queue.next")}</button>`;
  const count = html`<span class="muted" role="status"></span>`;
  const time = html`<span class="muted"></span>`;
  const which = html`<p class="hint" id="which-scores"></p>`;
  const failure = html`<div></div>`;
  const place = html`<div class="queue-list">${loadingState(lang)}</div>`;
  const element = html`<div>
    ${tabs}${filter.element}
    <div class="controls">${next}${count}${time}</div>
    <p class="hint">${t(lang, "queue.next.hint")}</p>
    ${which}${failure}${place}
  </div>`;
  queueKeys(place, {next: () => void goOn()});

  const itemsNow = () => shownItems(known.get(view.list)!.fetched?.items ?? [], view, me);

  function show(wanted: QueueView) {
    const isOther = wanted.near !== view.near || wanted.list !== view.list;
    if (wanted.near !== view.near) known.set("near", {fetched: null, error: null});
    view = wanted;
    history.replaceState(null, "", location.pathname + viewToAddress(view));
    onView(view);
    draw();
    if (isOther) void look();
  }

  async function ask(list: ListName): Promise<void> {
    const {near} = view;
    const question = ++questions;
    const answer = await fetchList(list, near).then(
      (fetched): Known => ({fetched, error: null}),
      (error: unknown): Known => ({fetched: known.get(list)!.fetched, error})
    );
    if ((list !== "near" || near === view.near) && isNewest(list, question)) known.set(list, answer);
  }

  /** Asks for all lists, the one in sight first; the page is drawn anew where something changed. */
  async function look(): Promise<void> {
    clearTimeout(timer);
    const turn = ++looks;
    if (document.visibilityState === "visible") {
      await ask(view.list);
      draw();
      const others = LISTS.filter((list) => list !== view.list).map(ask);
      const policy = getJson<{cutoff: {score: number}}>("/v1/policy").then(
        (told) => {
          if (isNewest("cutoff", turn)) cutoff = told.cutoff.score;
        },
        () => {}
      );
      await Promise.all([...others, policy]);
      if (!known.get(view.list)!.error) asOf = new Date().toISOString();
      draw();
    }
    if (!isClosed && turn === looks)
      timer = setTimeout(look, socket.isLive() ? LOOK_ANYWAY_MS : LOOK_AGAIN_MS);
  }

  function drawTabs() {
    const focused = tabs.contains(document.activeElement);
    tabs.replaceChildren(
      ...LISTS.map((list) => {
        const {fetched} = known.get(list)!;
        const n = fetched ? formatNumber(lang, fetched.items.length) : "–";
        const shown = fetched?.isMore ? `${n}+` : n;
        return html`<button type="button" aria-pressed=${String(list === view.list)} onclick=${() => show({...view, list})}>${t(lang, `queue.${list}`)} <span class="count">${shown}</span></button>`;
      })
    );
    if (focused) tabs.querySelector<HTMLElement>("[aria-pressed=true]")?.focus();
  }

  function draw() {
    drawTabs();
    filter.show(view);
    const scores = WHICH_SCORES[view.list];
    which.textContent = scores ? t(lang, scores) : "";
    which.toggleAttribute("hidden", !scores);
    const {fetched, error} = known.get(view.list)!;
    const items = itemsNow();
    const isLost = error instanceof ApiError && !error.problem && fetched !== null;
    time.textContent =
      asOf === "" ? "" : t(lang, isLost ? "queue.stale" : "queue.asOf", {time: formatTime(lang, asOf)});
    count.textContent = fetched
      ? t(lang, "queue.count", {
          shown: formatNumber(lang, items.length),
          all: t(lang, fetched.isMore ? "queue.more" : "queue.exactly", {
            n: formatNumber(lang, fetched.items.length)
          })
        })
      : "";
    const key = JSON.stringify([view, items, fetched === null, error && String(error), isLost, cutoff]);
    if (key === drawn) return;
    drawn = key;
    if (error !== null && !isLost)
      return void place.replaceChildren(errorState(lang, error, () => void look()));
    if (!fetched) return void place.replaceChildren(loadingState(lang));
    if (items.length > 0) return drawTable(items);
    const {length} = fetched.items;
    place.replaceChildren(
      length > 0
        ? emptyState(
            t(lang, "queue.filtered"),
            t(lang, "queue.filtered.text", {n: formatNumber(lang, length)})
          )
        : emptyState(t(lang, `queue.${view.list}.empty`, {near: view.near}), elsewhere())
    );
  }

  /** Says where declined clients are while nobody has asked for one. */
  function elsewhere(): HTMLElement | undefined {
    if (view.list !== "declined" || cutoff === null) return undefined;
    const score = [null, Math.ceil(cutoff) - 1] as const;
    const address = `${pathIn(lang, "/")}?${filtersToQuery({...NO_FILTERS, score})}`;
    return html`<span>${t(lang, "queue.declined.where")} <a href=${address}>${t(lang, "queue.declined.link", {cutoff: formatNumber(lang, Math.ceil(cutoff))})}</a></span>`;
  }

  /** Draws the table anew; whoever was at a client in it stays there. */
  function drawTable(items: readonly QueueItem[]) {
    const at = document.activeElement?.closest("tr")?.querySelector<HTMLElement>("[data-client]")
      ?.dataset.client;
    const wasInside = place.contains(document.activeElement);
    place.replaceChildren(queueTable(lang, items, {list: view.list, me, cutoff, mayClaim, claim}));
    if (wasInside) place.querySelector<HTMLElement>(`[data-client="${at}"]`)?.focus();
  }

  async function claim(item: QueueItem, wanted: boolean): Promise<boolean> {
    failure.replaceChildren();
    try {
      await claimCase(item.clientId, wanted, by);
      return true;
    } catch (error) {
      failure.replaceChildren(errorState(lang, error));
      return false;
    } finally {
      await look();
    }
  }

  /** Takes the next client and opens the page; where somebody else was first, the one after. */
  async function goOn(after: number | null = null): Promise<void> {
    failure.replaceChildren();
    const item = nextItem(itemsNow(), me, after);
    if (!item)
      return failure.replaceChildren(html`<p class="notice" role="alert">${t(lang, "queue.next.none")}</p>`);
    if (mayClaim && !item.case?.claim && !(await claim(item, true))) return;
    location.assign(clientAddress(lang, item.clientId, view.list));
  }

  const wanted = new URLSearchParams(location.search);
  const lookAtOnce = () => document.visibilityState === "visible" && void look();
  const lookSoon = () => {
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(look, TOGETHER_MS);
  };
  const socket = connectQueue(lookSoon);
  document.addEventListener("visibilitychange", lookAtOnce);
  for (const event of CONNECTION) window.addEventListener(event, lookSoon);
  void look().then(() => {
    if (wanted.get("go") === "next") void goOn(Number(wanted.get("after")) || null);
  });
  return {
    element,
    close() {
      isClosed = true;
      clearTimeout(timer);
      socket.close();
      for (const event of CONNECTION) window.removeEventListener(event, lookSoon);
      document.removeEventListener("visibilitychange", lookAtOnce);
    }
  };
}
