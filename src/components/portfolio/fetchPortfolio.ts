import type {Portfolio} from "../../core/portfolio/portfolio.ts";

/** Fetches every client of the data set. What reads Arrow is loaded with the file, since what is drawn first needs neither. */
export async function fetchPortfolio(file: {arrayBuffer(): Promise<ArrayBuffer>}): Promise<Portfolio> {
  const [bytes, {readPortfolio}] = await Promise.all([file.arrayBuffer(), import("./readPortfolio.ts")]);
  return readPortfolio(bytes);
}
