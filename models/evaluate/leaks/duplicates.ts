import type {ModelEvaluation} from "../../../src/core/schema/manifest.ts";
import type {TrainingData} from "../../training/inputs/trainingData.ts";

/**
 * Counts clients whose application equals another one's in every value of the application's own features. `side`
 * tells each client's fold, −1 in the hold-out: a model that has seen the like of a client has seen the client.
 */
export function countDuplicates(
  {clients, features, matrix, applications}: TrainingData,
  side: ArrayLike<number>
): ModelEvaluation["leaks"]["duplicates"] {
  const width = features.length;
  const columns = [...features.keys()].filter((j) =>
    features[j]!.tables.every((table) => table === "application")
  );
  const keyOf = (i: number) => columns.map((j) => matrix[i * width + j]!).join();
  const alike = groupBy([...Array(clients).keys()], (i) => applications[i]!)
    .filter((group) => group.length > 1)
    .flatMap((group) => groupBy(group, keyOf))
    .filter((group) => group.length > 1);
  const counts = {clients: 0, acrossFolds: 0, acrossHoldout: 0};
  for (const group of alike) {
    counts.clients += group.length;
    const sides = [...new Set(group.map((i) => side[i]!))];
    for (const own of group.map((i) => side[i]!)) {
      if (sides.some((other) => other < 0 !== own < 0)) counts.acrossHoldout++;
      if (own >= 0 && sides.some((other) => other >= 0 && other !== own)) counts.acrossFolds++;
    }
  }
  return counts;
}

function groupBy<Key>(members: readonly number[], keyOf: (member: number) => Key): number[][] {
  const groups = new Map<Key, number[]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group) group.push(member);
    else groups.set(key, [member]);
  }
  return [...groups.values()];
}
