import type {PolicyLimits} from "../../src/core/credit/policy.ts";

/** The limits by which is decided now; whoever decides asks for them each time. */
export interface CurrentLimits {
  /** null while model and configuration decide alone. */
  now(): PolicyLimits | null;
  /** Sets them for everyone in this turn of the event loop, then tells who listens. */
  set(limits: PolicyLimits): void;
  onChange(listener: (limits: PolicyLimits) => void): void;
}

/** Creates the place where the limits of a server are. */
export function createCurrentLimits(initial: PolicyLimits | null = null): CurrentLimits {
  const listeners: ((limits: PolicyLimits) => void)[] = [];
  let current = initial;
  return {
    now: () => current,
    set(limits) {
      current = limits;
      for (const listener of listeners) listener(limits);
    },
    onChange: (listener) => void listeners.push(listener)
  };
}
