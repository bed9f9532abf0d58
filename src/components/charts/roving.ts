/**
 * Makes those of a container's buttons that match `selector` one stop for the tabulator: arrows up and down, Home and
 * End lead from one to the next that is in sight.
 */
export function roving(container: HTMLElement, selector: string): {refresh(): void} {
  const all = () => [...container.querySelectorAll<HTMLElement>(selector)];
  const make = (stop: HTMLElement | undefined) => {
    for (const one of all()) one.tabIndex = one === stop ? 0 : -1;
  };
  container.addEventListener("focusin", ({target}) => {
    if ((target as HTMLElement).matches(selector)) make(target as HTMLElement);
  });
  container.addEventListener("keydown", (event) => {
    const {key, target, altKey, ctrlKey, metaKey} = event as KeyboardEvent;
    if (altKey || ctrlKey || metaKey || !(target as HTMLElement).matches(selector)) return;
    const rows = all();
    const at = rows.indexOf(target as HTMLElement);
    const last = rows.length - 1;
    const to = {ArrowUp: Math.max(0, at - 1), ArrowDown: Math.min(last, at + 1), Home: 0, End: last}[key];
    if (to === undefined) return;
    rows[to]!.focus();
    event.preventDefault();
  });
  return {
    refresh() {
      const rows = all();
      make(rows.find(({tabIndex}) => tabIndex === 0) ?? rows[0]);
    }
  };
}
