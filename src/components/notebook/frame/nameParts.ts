/**
 * Names to those who listen what Plot and Inputs draw without a name: parts of a drawing have none of their own, a
 * slider has that of its number, and the box that selects all rows of a table says so by its column.
 */
export function nameParts(place: Element, allRows: string): void {
  for (const part of place.querySelectorAll("svg g[aria-label]")) part.removeAttribute("aria-label");
  for (const slider of place.querySelectorAll<HTMLInputElement>("input[type=range]:not([aria-label])"))
    slider.setAttribute(
      "aria-label",
      slider.closest("form")?.querySelector("label")?.textContent || slider.name
    );
  for (const box of place.querySelectorAll("th > input[type=checkbox]:not([aria-label])")) {
    box.setAttribute("aria-label", allRows);
    box.parentElement?.setAttribute("aria-label", allRows);
  }
  for (const box of place.querySelectorAll("td > input[type=checkbox]:not([aria-label])"))
    box.setAttribute("aria-label", box.closest("tr")?.textContent?.trim() || allRows);
}
