/**
 * What `bench -- desk` runs inside pages, as text: a page has no helpers of the compiler. `desk.explore(field, name)`,
 * `desk.edit(column, value)` and `desk.drag(share)` change what a reader would change and answer the milliseconds until the drawing that follows
 * has been handed to the screen.
 */
export const DESK_IN_PAGE = `
window.desk = (() => {
  const LIMIT_MS = 20000;
  /** Calls back in a task of its own; one that a frame's callback asks for runs when the frame has been painted. */
  const afterTask = (callback) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = callback;
    port2.postMessage(null);
  };
  const afterPaint = (start) => new Promise((done) => {
    requestAnimationFrame(() => afterTask(() => done(performance.now() - start)));
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
  /**
   * Waits until score and causes have been drawn after a change and the frame that has them is painted: the one that
   * runs, where its own callbacks drew them, else the next.
   */
  async function drawn(change) {
      const awaited = new Set([".verdict", ".contributions"]);
      let isInFrame = false;
      let isDone = false;
      const frames = () => requestAnimationFrame(() => {
        isInFrame = true;
        afterTask(() => (isInFrame = false));
        if (!isDone) frames();
      });
      frames();
      const start = performance.now();
      const painted = new Promise((done, fail) => {
        const end = () => afterTask(() => done(performance.now() - start));
        setTimeout(() => fail(new Error("nothing was drawn in " + LIMIT_MS + " ms")), LIMIT_MS);
        for (const selector of [...awaited]) {
          const observer = new MutationObserver(() => {
            observer.disconnect();
            awaited.delete(selector);
            if (awaited.size > 0) return;
            if (isInFrame) end();
            else requestAnimationFrame(end);
          });
          observer.observe(document.querySelector(selector), {childList: true, subtree: true, characterData: true});
        }
      });
      change();
      try {
        return await painted;
      } finally {
        isDone = true;
      }
  }
})();
`;
