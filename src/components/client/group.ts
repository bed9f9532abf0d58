import {FileAttachment} from "observablehq:stdlib";

/** All clients of the data set in a few numbers; scores in points. */
export interface Group {
  clients: number;
  meanScore: number;
  meanPd: number;
  /** 1st and 99th percentile of the score. */
  low: number;
  high: number;
}

/** Fetches the numbers of all clients that a single one is read against. */
export const groupOfAll = (): Promise<Group> =>
  FileAttachment("../../data/group.json").json() as Promise<Group>;
