import type {DescribedColumn} from "../../core/explore/described.ts";
import {cutBy, type Explored, exploredOf} from "../../core/explore/explored.ts";
import type {ExploreStart} from "../../core/explore/exploreStart.ts";
import {asDaysBefore, type Group} from "../../core/explore/groups.ts";
import type {Profile} from "../../core/explore/profile.ts";
import {fetchRows} from "../library/fetchRows.ts";
import type {Choice} from "./exploreCell.ts";
import {exploreSql, readSums, type SumRow} from "./exploreSql.ts";
import {EVERYBODY, type Keep, keepCondition} from "./keep.ts";
import {type ProfileRow, profileSql, readProfile} from "./profileSql.ts";

/** Answers what a page looks at by sums that the server makes: no row of a client comes. */
export interface Explorer {
  /** Tells what a column holds; asked for once. @throws ApiError */
  profile(name: string): Promise<Profile>;
  /** Sums clients up. @throws ApiError */
  explore(choice: Choice, keep: Keep): Promise<Explored>;
}

/** Creates an explorer that knows what came with the page. */
export function createExplorer({columns, profiles, first}: ExploreStart): Explorer {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const known = new Map<string, Promise<Profile>>();
  for (const [name, profile] of Object.entries(profiles)) known.set(name, Promise.resolve(profile));

  /** Asks for what is not known yet in one statement. */
  function profilesOf(names: readonly string[]): Promise<Profile[]> {
    const missing = [...new Set(names)].filter((name) => !known.has(name)).map((name) => byName.get(name)!);
    if (missing.length > 0) {
      const asked = fetchRows<ProfileRow>(profileSql(missing)).then((rows) => new Map(rows.map(readProfile)));
      for (const {name} of missing) {
        const profile = asked.then((answer) => answer.get(name)!);
        profile.catch(() => known.delete(name));
        known.set(name, profile);
      }
    }
    return Promise.all(names.map((name) => known.get(name)!));
  }

  return {
    profile: async (name) => (await profilesOf([name]))[0]!,
    async explore({x, y, colour, facet, filter}, keep) {
      const isFirst = x === first.x && y === first.y && !colour && !facet;
      const condition = filter && keep !== EVERYBODY ? keepCondition(filter, keep) : "";
      if (isFirst && !condition) return first.explored;
      const names = [x, y, colour, facet].filter(Boolean);
      const found = await profilesOf(names);
      const profile = (name: string) => (name ? found[names.indexOf(name)]! : null);
      const cut = cutBy({x: profile(x)!, y: profile(y), colour: profile(colour), facet: profile(facet)});
      const column = (name: string): DescribedColumn | null => byName.get(name) ?? null;
      const read = condition ? [...names, filter] : names;
      const from = read.some((name) => column(name)?.from === "clients") ? "clients" : "features";
      const axes = {x: column(x)!, y: column(y), colour: column(colour), facet: column(facet)};
      const sums = readSums(await fetchRows<SumRow>(exploreSql(axes, cut, {condition, from})));
      const said = (groups: Group[] | null, of: DescribedColumn | null) =>
        groups && of?.unit === "daysBefore" ? asDaysBefore(groups) : groups;
      return exploredOf(
        {
          ...cut,
          ...(cut.measure === "mean" && axes.y?.unit === "daysBefore" && {unit: "daysBefore"}),
          x: said(cut.x, axes.x)!,
          colour: said(cut.colour, axes.colour),
          facet: said(cut.facet, axes.facet)
        },
        sums
      );
    }
  };
}
