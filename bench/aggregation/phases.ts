/** Wall and processor seconds of one phase. */
export interface Used {
  wall: number;
  cpu: number;
}

/** Measures phases that follow each other, each from its name to the next one; equal names add up. */
export interface Phases {
  enter(name: string): void;
  /** Ends the last phase and gives all, in the order in which they began. */
  end(): Map<string, Used>;
}

/** Starts measuring; until the first name nothing is counted. */
export function createPhases(): Phases {
  const phases = new Map<string, Used>();
  let name = "";
  let start = performance.now();
  let before = process.cpuUsage();
  const enter = (next: string): void => {
    if (next === name) return;
    const {user, system} = process.cpuUsage(before);
    if (name) {
      const used = phases.get(name) ?? {wall: 0, cpu: 0};
      used.wall += (performance.now() - start) / 1e3;
      used.cpu += (user + system) / 1e6;
      phases.set(name, used);
    }
    name = next;
    start = performance.now();
    before = process.cpuUsage();
  };
  return {
    enter,
    end() {
      enter("");
      return phases;
    }
  };
}
