/** Follows validation curves round by round and chooses where to stop. */
export interface RoundChoice {
  /** Takes the metric of every fold after one more round; higher is better. */
  push(metrics: readonly number[]): void;
  /** True when no choice can change any more. */
  readonly isOver: boolean;
  /** Where the mean of all folds is best. */
  readonly rounds: number;
  /** For each fold, where the mean of the other folds is best: a fold's own clients have no say in it. */
  readonly roundsPerFold: number[];
}

/**
 * Creates the choice for `folds` ≥ 2 folds. Each mean is followed until it has not improved for `patience` rounds,
 * whatever the others do. With a patience of 0 nothing is chosen: all rounds are taken.
 */
export function createRoundChoice(folds: number, patience: number): RoundChoice {
  const create = patience === 0 ? createEnd : () => createPeak(patience);
  const all = create();
  const others = Array.from({length: folds}, create);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  return {
    push(metrics) {
      all.push(mean(metrics));
      others.forEach((peak, own) => {
        peak.push(mean(metrics.filter((_, fold) => fold !== own)));
      });
    },
    get isOver() {
      return all.isOver && others.every((peak) => peak.isOver);
    },
    get rounds() {
      return all.rounds;
    },
    get roundsPerFold() {
      return others.map((peak) => peak.rounds);
    }
  };
}

interface Follower {
  push(value: number): void;
  readonly isOver: boolean;
  readonly rounds: number;
}

function createEnd(): Follower {
  let rounds = 0;
  return {
    push() {
      rounds++;
    },
    isOver: false,
    get rounds() {
      return rounds;
    }
  };
}

function createPeak(patience: number): Follower {
  let seen = 0;
  let best = Number.NEGATIVE_INFINITY;
  let rounds = 1;
  return {
    push(value: number) {
      if (seen - rounds >= patience) return;
      seen++;
      if (value > best) [best, rounds] = [value, seen];
    },
    get isOver() {
      return seen - rounds >= patience;
    },
    get rounds() {
      return rounds;
    }
  };
}
