import type {AppParts} from "../../server/app/parts.ts";
import {createCurrentLimits} from "../../server/policy/limits.ts";
import type {ScoringEngine} from "../../server/scoring/engine.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {createFakeApp, createFakeEngine, createFakeEvidence, listen} from "../server/kit/fakes.ts";

/** Clients whose explanation is refused, and whose work breaks. */
export const UNEXPLAINABLE = 100005;
export const BROKEN = 100013;

/** The engine that contract suites expect behind whatever they ask. */
export const createContractEngine = (clients?: readonly number[]) =>
  createFakeEngine({
    ...(clients && {clients}),
    fail(clientId) {
      if (clientId === UNEXPLAINABLE)
        return new ScorebookError("EXPLANATION_UNSUPPORTED", "A linear tree cannot be explained.");
      return clientId === BROKEN ? new Error("secret of the machine room") : null;
    }
  });

/** What decisions are made from in contract suites: the model declines 100002, and overrides need two people. */
export function createDecidingParts(engine: ScoringEngine) {
  const limits = createCurrentLimits();
  return {engine, limits, evidence: createFakeEvidence(engine, limits, [100002]), secondPerson: true};
}

/** Why what a proxy answers by itself is left out where one is asked; false where none is. */
export const skipBehindProxy: string | false =
  process.env.SCOREBOOK_ADDRESS !== undefined && "a proxy answers this by itself";

/**
 * Serves what a contract suite asks: an app of fakes, or, when SCOREBOOK_ADDRESS is set, whatever listens there, such as
 * replicas behind a proxy.
 */
export async function serveContract(
  parts: Partial<AppParts> = {}
): Promise<{address: string; close(): Promise<void>}> {
  const address = process.env.SCOREBOOK_ADDRESS;
  if (address) return {address, close: async () => {}};
  const app = await createFakeApp({engine: createContractEngine(), ...parts});
  return {address: await listen(app), close: () => app.close()};
}
