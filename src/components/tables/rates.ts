import {wilsonInterval} from "../../core/metrics/wilsonInterval.ts";

/** What is counted of one value or band: see the datasets of the tables. */
export interface Counted {
  clients: number;
  labelled: number;
  bads: number;
}

/** One line of a drawing of bad rates. */
export interface Rate extends Counted {
  label: string;
  /** 0–1, with its 95 % Wilson interval; null when no outcome is known. */
  badRate: number | null;
  interval: [low: number, high: number] | null;
}

/** Rates each value that at least `least` clients have, in the order given. */
export function ratesData<T extends Counted>(
  counted: readonly T[],
  label: (one: T) => string,
  {least = 10, most = 16}: {least?: number; most?: number} = {}
): Rate[] {
  return counted
    .filter(({clients}) => clients >= least)
    .slice(0, most)
    .map((one) => ({
      label: label(one),
      clients: one.clients,
      labelled: one.labelled,
      bads: one.bads,
      badRate: one.labelled ? one.bads / one.labelled : null,
      interval: one.labelled ? wilsonInterval(one.bads, one.labelled) : null
    }));
}
