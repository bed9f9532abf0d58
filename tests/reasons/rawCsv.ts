import {readFileSync} from "node:fs";
import {join} from "node:path";

export type RawRow = Readonly<Record<string, string>>;
/** One client's raw rows as the CSV has them: text, empty for an empty cell. */
export interface RawClient {
  application: RawRow;
  bureau: RawRow[];
  months: RawRow[];
  previous: RawRow[];
  pos: RawRow[];
  card: RawRow[];
  payments: RawRow[];
}

const DETAIL = {
  bureau: "bureau",
  previous: "previous_application",
  pos: "POS_CASH_balance",
  card: "credit_card_balance",
  payments: "installments_payments"
} as const;

/** Splits a line of CSV; a quoted field may hold commas. */
function fields(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  return [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? ""
  );
}

/** Reads a table straight from its file, without the project's own readers. */
function* readCsv(file: string): Generator<RawRow> {
  const [head, ...lines] = readFileSync(file, "utf8").split(/\r?\n/);
  const names = fields(head!);
  for (const line of lines) {
    if (line === "") continue;
    const cells = fields(line);
    yield Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""]));
  }
}

/** Reads every client of a folder of raw CSV files. `files` renames tables whose file is called otherwise. */
export function readRawClients(dir: string): Map<number, RawClient> {
  const clients = new Map<number, RawClient>();
  for (const name of ["application_train", "application_test"])
    for (const application of readCsv(join(dir, `${name}.csv`)))
      clients.set(Number(application.SK_ID_CURR), {
        application,
        bureau: [],
        months: [],
        previous: [],
        pos: [],
        card: [],
        payments: []
      });
  const owner = new Map<string, RawClient>();
  for (const [place, name] of Object.entries(DETAIL))
    for (const row of readCsv(join(dir, `${name}.csv`))) {
      const client = clients.get(Number(row.SK_ID_CURR));
      client?.[place as keyof typeof DETAIL].push(row);
      if (client && place === "bureau") owner.set(row.SK_ID_BUREAU!, client);
    }
  for (const row of readCsv(join(dir, "bureau_balance.csv"))) owner.get(row.SK_ID_BUREAU!)?.months.push(row);
  return clients;
}
