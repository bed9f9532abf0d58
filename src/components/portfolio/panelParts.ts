import type {Lang} from "../i18n.ts";
import type {Portfolio} from "./portfolio.ts";

/** What every panel of the portfolio draws from. */
export interface PanelParts {
  lang: Lang;
  portfolio: Portfolio;
  /** Positions of all clients, and of the selection. */
  everybody: Uint32Array;
  selected: Uint32Array;
}
