import type {Lang} from "../i18n.ts";
import {readName} from "../notebook/store.ts";
import {fetchProvenance} from "../shell/provenance.ts";
import {readDemoWish, saveDemoWish} from "./demoWish.ts";
import {addBatch, type Desk, EMPTY_DESK, joinDesk, setPaused, setPolicy} from "./desk.ts";
import {createDeskControls} from "./deskControls.ts";
import {connectLive} from "./liveSocket.ts";

/**
 * Makes the live desk's controls, an input whose value is the desk: what has come over the socket so far. It says so
 * at most once a frame, and closes its connection when `invalidation` resolves.
 */
export function liveDesk(lang: Lang, invalidation: Promise<void>): HTMLElement & {value: Desk} {
  let isStale = false;
  const change = (next: Desk) => {
    element.value = next;
    if (isStale) return;
    isStale = true;
    requestAnimationFrame(() => {
      isStale = false;
      controls.show(element.value);
      element.dispatchEvent(new Event("input", {bubbles: true}));
    });
  };
  const controls = createDeskControls(lang, {
    onDemoFeed(on) {
      saveDemoWish(on);
      change({...element.value, demoFeed: on});
      socket.setDemoFeed(on);
    },
    onPause: () => change(setPaused(element.value, !element.value.isPaused)),
    requestScore: (clientId) => socket.requestScore(clientId)
  });
  const element = Object.assign(controls.element, {value: {...EMPTY_DESK, demoFeed: readDemoWish()} as Desk});
  const socket = connectLive(
    {
      onConnection: (connection) => change({...element.value, connection}),
      onJoin: (state, askedForDemo) =>
        change({...joinDesk(element.value, state, askedForDemo), updatedMs: Date.now()}),
      onBatch: (batch) => change(addBatch(element.value, batch, Date.now())),
      onModel: () => void fetchProvenance(lang),
      onPolicy(fact) {
        change(setPolicy(element.value, fact));
        controls.tellPolicy(fact);
        void fetchProvenance(lang);
      },
      onPeople: ({people}) => change({...element.value, people})
    },
    {demoFeed: element.value.demoFeed, name: readName()}
  );
  controls.show(element.value);
  // What is typed into the form inside is not a new desk.
  element.addEventListener("input", (event) => event.target !== element && event.stopPropagation());
  void invalidation.then(() => socket.close());
  return element;
}
