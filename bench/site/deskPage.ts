/**
 * What `bench -- desk` runs inside pages, as text: a page has no helpers of the compiler. `desk.explore(field, name)`,
 * `desk.edit(column, value)` and `desk.drag(share)` change what a reader would change and answer the milliseconds until the drawing that follows
 * has been handed to the screen.
 */
export const DESK_IN_PAGE = `
window.desk = (() => {
  const LIMIT_MS = 20000;
  const afterPaint = (start) => new Promise((done) => {
    requestAnimationFrame(() => {
      const {port1, port2} = new MessageChannel();
      port1.onmessage = () => done(performance.now() - start);
      port2.postMessage(null);
    });
  });
  const until = (isThere, start) => new Promise((done, fail) => {
    const look = () => {
      if (isThere()) return done();
      if (performance.now() - start > LIMIT_MS) return fail(new Error("nothing was drawn in " + LIMIT_MS + " ms"));
      requestAnimationFrame(look);
    };
    look();
  });
  const chart = () => document.querySelector("main .panel svg.grows");
  return {
    async explore(place, name) {
      const field = document.querySelectorAll(".column-field input")[place];
      const before = chart();
      const start = performance.now();
      field.value = name;
      field.dispatchEvent(new Event("change", {bubbles: true}));
      await until(() => chart() !== null && chart() !== before, start);
      return afterPaint(start);
    },
    async edit(column, value) {
      const cell = document.querySelector('#history [data-column="' + column + '"]');
      const enter = () => new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true});
      cell.focus();
      cell.dispatchEvent(enter());
      const field = cell.querySelector("input");
      field.value = String(value);
      return drawn(() => field.dispatchEvent(enter()));
    },
    async drag(share) {
      const field = document.querySelector(".feature-control input[type=range]");
      const [least, most] = [Number(field.min), Number(field.max)];
      field.value = String(least + share * (most - least));
      return drawn(() => field.dispatchEvent(new Event("input", {bubbles: true})));
    }
  };
  /** Waits until score and causes are drawn after a change. */
  async function drawn(change) {
      const awaited = new Set([".verdict", ".contributions"]);
      const observers = [...awaited].map((selector) => {
        const observer = new MutationObserver(() => awaited.delete(selector));
        observer.observe(document.querySelector(selector), {childList: true, subtree: true, characterData: true});
        return observer;
      });
      const start = performance.now();
      change();
      try {
        await until(() => awaited.size === 0, start);
      } finally {
        for (const observer of observers) observer.disconnect();
      }
      return afterPaint(start);
  }
})();
`;
