import {tableFromIPC} from "apache-arrow";
import type {Portfolio, PortfolioFacts} from "../../core/portfolio/portfolio.ts";

/** Reads the portfolio from Arrow IPC; columns are used where they lie, without a copy. */
export function readPortfolio(bytes: ArrayBuffer): Portfolio {
  const table = tableFromIPC(new Uint8Array(bytes));
  const column = <T>(name: string): T => table.getChild(name)!.toArray() as T;
  return {
    size: table.numRows,
    clientId: column("clientId"),
    gender: column("gender"),
    familyStatus: column("familyStatus"),
    education: column("education"),
    familySize: column("familySize"),
    age: column("age"),
    yearsEmployed: column("yearsEmployed"),
    target: column("target"),
    probabilityOfDefault: column("probabilityOfDefault"),
    score: column("score"),
    outOfFold: column("outOfFold"),
    facts: JSON.parse(table.schema.metadata.get("facts")!) as PortfolioFacts
  };
}
