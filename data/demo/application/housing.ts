import {float, text} from "../csv.ts";
import {clamp, normalCdf, type Quantiles, quantiles} from "../draws/distributions.ts";
import type {Rng} from "../draws/random.ts";
import {fond, houseType, walls} from "./vocabulary.ts";

interface Building {
  /** The share of clients without it; a client who lacks one measure mostly lacks all that are rarer. */
  missing: number;
  value: Quantiles;
  /** How strongly the value follows the size of the building; 0 is independent. */
  load: number;
  /** The value lies on multiples of 1 / steps. */
  steps: number;
}

const building = (missing: number, load: number, steps: number, value: Quantiles): Building => ({
  missing,
  value,
  load,
  steps
});

const size = (zero: number, p25: number, p50: number, p75: number, p95: number, p99: number) =>
  quantiles(
    [zero, 0],
    [zero + 0.001, p25 / 8],
    [0.25, p25],
    [0.5, p50],
    [0.75, p75],
    [0.95, p95],
    [0.99, p99],
    [1, 1]
  );

/** The 14 measures of the building, in the order of the columns. */
const MEASURES: readonly Building[] = [
  building(0.4974, 0.95, 10000, size(0.003, 0.0588, 0.087, 0.1476, 0.338, 0.544)),
  building(0.573, 0.7, 10000, size(0.11, 0.0444, 0.0758, 0.1125, 0.231, 0.409)),
  building(
    0.48,
    0.2,
    10000,
    quantiles(
      [0, 0],
      [0.003, 0.6],
      [0.01, 0.951],
      [0.05, 0.969],
      [0.25, 0.9767],
      [0.5, 0.9816],
      [0.75, 0.9866],
      [1, 0.9995]
    )
  ),
  building(
    0.6512,
    0.4,
    10000,
    quantiles(
      [0, 0],
      [0.01, 0.34],
      [0.05, 0.592],
      [0.25, 0.687],
      [0.5, 0.7552],
      [0.75, 0.8164],
      [0.95, 0.9456],
      [1, 1]
    )
  ),
  building(0.6862, 0.4, 10000, size(0.1, 0.0072, 0.019, 0.0491, 0.167, 0.377)),
  building(
    0.5202,
    0.75,
    25,
    quantiles([0, 0], [0.62, 0], [0.621, 0.04], [0.75, 0.12], [0.95, 0.36], [0.99, 0.64], [1, 1])
  ),
  building(0.4906, 0.6, 29, size(0.001, 0.069, 0.1379, 0.2069, 0.3276, 0.5358)),
  building(
    0.4848,
    0.8,
    24,
    quantiles(
      [0, 0],
      [0.02, 0.04],
      [0.05, 0.042],
      [0.1, 0.1667],
      [0.55, 0.1667],
      [0.72, 0.333],
      [0.95, 0.5417],
      [0.99, 0.667],
      [1, 1]
    )
  ),
  building(
    0.668,
    0.8,
    24,
    quantiles(
      [0, 0],
      [0.02, 0.04],
      [0.05, 0.042],
      [0.25, 0.125],
      [0.5, 0.2083],
      [0.75, 0.375],
      [0.95, 0.517],
      [0.99, 0.708],
      [1, 1]
    )
  ),
  building(0.58, 0.4, 10000, size(0.128, 0.0187, 0.048, 0.0883, 0.201, 0.4)),
  building(0.6732, 0.95, 10000, size(0.003, 0.0504, 0.0752, 0.1202, 0.296, 0.453)),
  building(0.4924, 0.97, 10000, size(0.003, 0.0476, 0.0747, 0.1275, 0.329, 0.59)),
  building(
    0.6836,
    0.2,
    10000,
    quantiles(
      [0, 0],
      [0.58, 0],
      [0.581, 0.0039],
      [0.76, 0.0039],
      [0.9, 0.012],
      [0.95, 0.0309],
      [0.99, 0.12],
      [1, 1]
    )
  ),
  building(
    0.5354,
    0.3,
    10000,
    quantiles([0, 0], [0.41, 0], [0.5, 0.0038], [0.75, 0.0268], [0.95, 0.126], [0.99, 0.313], [1, 1])
  )
];

const ALL_MISSING = 0.4725;
/** Measures that are often truly zero: basement, common area, elevators, land, what is not lived in. */
const HAS_ZEROS = new Set([1, 4, 5, 9, 12, 13]);

const fixed = (x: number, steps: number) => Math.round(Math.round(x * steps) * (10000 / steps)) / 10000;

/** Writes the 47 cells about the building, empty together for about half of the clients; better ones are rarer. */
export function housingCells(rng: Rng, wealth: number): string[] {
  const known = rng.uniform();
  const shared = (known - ALL_MISSING) / (1 - ALL_MISSING);
  const isMissing = (rate: number) => {
    if (known < ALL_MISSING) return true;
    const u = rng.chance(0.93) ? shared : rng.uniform();
    return u < (rate - ALL_MISSING) / (1 - ALL_MISSING);
  };
  const scale = 0.25 * wealth + 0.968 * rng.normal();
  const average: string[] = [];
  const mode: string[] = [];
  const median: string[] = [];
  let area: number | null = null;
  MEASURES.forEach((measure, i) => {
    if (isMissing(measure.missing)) {
      average.push("");
      mode.push("");
      median.push("");
      return;
    }
    const score = measure.load * scale + Math.sqrt(1 - measure.load ** 2) * rng.normal();
    const value = fixed(measure.value(normalCdf(score)), measure.steps);
    if (i === 11) area = value;
    average.push(float(value));
    const shifted =
      value === 0 || rng.chance(0.25)
        ? value
        : value * (1 + (i === 2 || i === 3 ? 0.006 : 0.05) * rng.normal() - 0.003);
    mode.push(
      float(
        value > 0 && HAS_ZEROS.has(i) && rng.chance(0.03) ? 0 : clamp(fixed(shifted, measure.steps), 0, 1)
      )
    );
    const middle = value === 0 || rng.chance(0.55) ? value : value * (1.006 + 0.01 * rng.normal());
    median.push(float(clamp(fixed(middle, measure.steps), 0, 1)));
  });
  const total = area === null ? rng.lognormal(0.068, 0.85) : (area as number) * (0.88 + 0.12 * rng.uniform());
  return [
    ...average,
    ...mode,
    ...median,
    isMissing(0.6702) ? "" : fond(rng.uniform()),
    isMissing(0.4896) ? "" : houseType(rng.uniform()),
    isMissing(0.4734) ? "" : float(clamp(fixed(total, 10000), 0, 1)),
    isMissing(0.4966) ? "" : text(walls(rng.uniform())),
    isMissing(0.4735) ? "" : rng.chance(0.0146) ? "Yes" : "No"
  ];
}
