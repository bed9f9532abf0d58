import type {DescribedColumn} from "./described.ts";
import type {Explored} from "./explored.ts";
import type {Profile} from "./profile.ts";

/** data/explore.json: which columns there are, and the picture that is shown before anybody has picked one. */
export interface ExploreStart {
  columns: DescribedColumn[];
  /** What the columns of the first picture hold. */
  profiles: Record<string, Profile>;
  first: {x: string; y: string; explored: Explored};
}

/** The columns of the first picture. */
export const FIRST = {x: "app_age", y: "target"} as const;
