/** Frames without a change after which the cells of a page count as drawn. */
const QUIET_FRAMES = 3;

/**
 * Shows what stands in the `.then` of a page all at once, when its cells have drawn for the first time: whatever is
 * drawn later than its neighbours would push them about.
 */
export function showTogether(page: ParentNode): void {
  for (const part of page.querySelectorAll(".then")) {
    let quiet = 0;
    const hasDrawn = () => part.querySelector(".observablehq--block:not(:empty)") !== null;
    const look = () => {
      if (hasDrawn() && ++quiet > QUIET_FRAMES) {
        observer.disconnect();
        part.classList.add("is-there");
      } else requestAnimationFrame(look);
    };
    const observer = new MutationObserver(() => {
      quiet = 0;
    });
    observer.observe(part, {childList: true, subtree: true});
    look();
  }
}
