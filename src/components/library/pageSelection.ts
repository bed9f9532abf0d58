import {createSelection, pageAddress} from "./selection.ts";

/** The one selection of a page and what changes it, kept in the page's address. */
export const {selection, select} = createSelection(pageAddress);
