/** Below this mean successes are found one after the other. */
const INVERT_BELOW = 10;

/**
 * Draws the number of successes in n trials of probability p (0–1), exactly binomial; `random` gives numbers in [0, 1).
 * Source: W. Hörmann, "The generation of binomial random variates", J. Stat. Comput. Simul. 46 (1993), algorithm
 * BTRS; for small means, L. Devroye, "Non-Uniform Random Variate Generation" (1986), waiting times.
 */
export function drawBinomial(n: number, p: number, random: () => number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - drawBinomial(n, 1 - p, random);
  return n * p < INVERT_BELOW ? drawByWaiting(n, p, random) : drawByRejection(n, p, random);
}

/** Jumps from one success to the next by geometric waiting times. */
function drawByWaiting(n: number, p: number, random: () => number): number {
  const logFailure = Math.log1p(-p);
  let successes = 0;
  let trial = 0;
  for (;;) {
    trial += Math.floor(Math.log1p(-random()) / logFailure) + 1;
    if (trial > n) return successes;
    successes++;
  }
}

function drawByRejection(n: number, p: number, random: () => number): number {
  const odds = p / (1 - p);
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const alpha = (2.83 + 5.1 / b) * spread;
  const mode = Math.floor((n + 1) * p);
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= 0.92 - 4.2 / b) return k;
    if (k < 0 || k > n) continue;
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingRest(mode) +
      stirlingRest(n - mode) -
      stirlingRest(k) -
      stirlingRest(n - k);
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k;
  }
}

/** ln k! − [½ ln 2π + (k + ½) ln(k + 1) − (k + 1)]: by definition for small k, by Stirling's series beyond. */
function stirlingRest(k: number): number {
  if (k < SMALL_RESTS.length) return SMALL_RESTS[k]!;
  const square = (k + 1) ** 2;
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
}

const SMALL_RESTS = Array.from({length: 10}, (_, k) => {
  let logFactorial = 0;
  for (let i = 2; i <= k; i++) logFactorial += Math.log(i);
  return logFactorial - (Math.log(2 * Math.PI) / 2 + (k + 0.5) * Math.log(k + 1) - (k + 1));
});
