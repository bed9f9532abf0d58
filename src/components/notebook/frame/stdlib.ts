/** Redraws whenever the width of its place changes, as Framework's function of this name does, which no frame can load. */
export function resize(render: (width: number) => Node): HTMLDivElement {
  const place = document.createElement("div");
  let last = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry!.contentRect.width);
    if (width === last || width === 0) return;
    last = width;
    place.replaceChildren(render(width));
  }).observe(place);
  return place;
}
