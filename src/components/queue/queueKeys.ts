/**
 * Makes a list of clients go by keyboard while something in it has the focus: arrows, Home and End move between clients,
 * C takes or gives back, N goes on to the next. Enter opens, as on any link.
 */
export function queueKeys(place: HTMLElement, {next}: {next(): void}): void {
  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...place.querySelectorAll<HTMLElement>("[data-client]")];
    const row = (event.target as HTMLElement).closest("tr");
    const at = links.findIndex((link) => link.closest("tr") === row);
    const places: Record<string, number> = {
      ArrowDown: Math.min(at + 1, links.length - 1),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: links.length - 1
    };
    const to = places[event.key];
    if (to !== undefined && links[to]) {
      event.preventDefault();
      links[to]!.focus();
    } else if (event.key.toLowerCase() === "c") row?.querySelector<HTMLElement>("[data-claim]")?.click();
    else if (event.key.toLowerCase() === "n") next();
  });
}
