/** Frames without a change after which the cells of a page count as drawn. */
const QUIET_FRAMES = 4;

/**
 * Shows what stands in the `.then` of a page all at once, when what the page asked for early has come and its cells have
 * drawn for the first time: whatever is drawn later than its neighbours would push them about.
 */
export function showTogether(page: ParentNode): void {
  for (const part of page.querySelectorAll(".then")) {
    let frames = 0;
    const look = () => {
      if (--frames > 0) return requestAnimationFrame(look);
      if (part.querySelector(".observablehq--block:not(:empty)") === null) return;
      if (hasFailed(page)) return;
      if (isAwaited(page)) return waitForQuiet();
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

/**
 * Tells whether what the page asks for first could not be had: headings without anything below would say less than that,
 * and stay away until another try has drawn something.
 */
const hasFailed = (page: ParentNode): boolean =>
  [...page.querySelectorAll(".state.failed, .state.forbidden")].some((state) => !state.closest(".then"));

/**
 * Tells whether something that the page asked for early, by a link, is still on its way: cells that need it are empty, while
 * those that do not may have drawn. Nothing is awaited any more once something is said to have failed.
 */
function isAwaited(page: ParentNode): boolean {
  if (page.querySelector(".state.failed, .observablehq--error")) return false;
  const links = page.querySelectorAll<HTMLLinkElement>('link[rel="preload"][as="fetch"]');
  return [...links].some(({href}) => performance.getEntriesByName(href, "resource").length === 0);
}
