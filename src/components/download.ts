import {html} from "./dom.ts";

/** Gives a text to the visitor as a file. */
export function download(name: string, text: string, type: string): void {
  const href = URL.createObjectURL(new Blob([text], {type}));
  html`<a href=${href} download=${name}></a>`.click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
