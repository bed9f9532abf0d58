import {CATEGORY_COLUMNS, type CategoryColumn, type Portfolio, type PortfolioFacts} from "./portfolio.ts";
import {type ScoreBin, scoreBinsData} from "./scoreBins.ts";
import {type Summary, summaryData} from "./summary.ts";

/** All clients in few numbers, which a page shows before it has their rows. */
export interface Overview {
  size: number;
  /** Clients whose score is that of a fold model. */
  outOfFold: number;
  /** The words of each vocabulary that some client has, in its order. */
  words: Record<CategoryColumn, string[]>;
  /** Some clients have no years of employment. */
  hasUnemployed: boolean;
  /** Null when there are no clients. */
  summary: Summary | null;
  bins: ScoreBin[];
  facts: PortfolioFacts;
}

/** Sums all clients up. */
export function overviewData(portfolio: Portfolio): Overview {
  const {size, score, outOfFold, yearsEmployed, facts} = portfolio;
  const everybody = Uint32Array.from({length: size}, (_, i) => i);
  const wordsOf = (column: CategoryColumn) =>
    facts.vocabularies[column].filter((word, code) => word !== "" && portfolio[column].includes(code));
  return {
    size,
    outOfFold: outOfFold.reduce((sum, value) => sum + value, 0),
    words: Object.fromEntries(
      CATEGORY_COLUMNS.map((column) => [column, wordsOf(column)])
    ) as Overview["words"],
    hasUnemployed: yearsEmployed.some(Number.isNaN),
    summary: summaryData(portfolio, everybody),
    bins: scoreBinsData(score, everybody),
    facts
  };
}
