/** Frames without a change after which the cells of a page count as drawn. */
const QUIET_FRAMES = 4;

/**
 * Shows what stands in the `.then` of a page all at once, when its cells have drawn for the first time: whatever is
 * drawn later than its neighbours would push them about.
 */
export function showTogether(page: ParentNode): void {
  for (const part of page.querySelectorAll(".then")) {
    let frames = 0;
    const look = () => {
      if (--frames > 0) return requestAnimationFrame(look);
      if (part.querySelector(".observablehq--block:not(:empty)") === null) return;
      observer.disconnect();
      part.classList.add("is-there");
    };
    const waitForQuiet = () => {
      const isLooking = frames > 0;
      frames = QUIET_FRAMES;
      if (!isLooking) requestAnimationFrame(look);
    };
    const observer = new MutationObserver(waitForQuiet);
    observer.observe(part, {childList: true, subtree: true});
    waitForQuiet();
  }
}
