import {fetchFeatures, fetchTables} from "../client/clientApi.ts";
import {sql} from "../library/query.ts";
import {type DescribedColumn, describeColumns} from "./described.ts";

/** Fetches which columns of clients there are, described for people. @throws ApiError */
export async function fetchDescribed(): Promise<DescribedColumn[]> {
  const [columns, {features}, {tables}] = await Promise.all([
    sql`DESCRIBE clients`,
    fetchFeatures(),
    fetchTables()
  ]);
  const names = [...columns.getChild("column_name")!] as string[];
  return describeColumns(names, features, tables);
}
