/** Rows that have a client, and where each client's rows start once they are sorted by client. */
export interface ClientGroups {
  /** The row numbers that have a known client, in their present order. */
  readonly order: Uint32Array;
  /** For every row its client's place among the clients, for sorting; −1 where there is none. */
  readonly places: Int32Array;
  /** clients + 1 numbers: client i has the sorted rows offsets[i] to offsets[i + 1]. */
  readonly offsets: Uint32Array;
}

/**
 * Finds the place of each row's client.
 * @param ids one client id per row
 * @param clients the known ids, ascending
 */
export function groupByClient(ids: Int32Array, clients: Int32Array): ClientGroups {
  const placeOf = new Map<number, number>();
  clients.forEach((id, i) => {
    placeOf.set(id, i);
  });
  const places = new Int32Array(ids.length);
  const offsets = new Uint32Array(clients.length + 1);
  let known = 0;
  for (let row = 0; row < ids.length; row++) {
    const place = placeOf.get(ids[row]!) ?? -1;
    places[row] = place;
    if (place < 0) continue;
    offsets[place + 1]!++;
    known++;
  }
  for (let i = 0; i < clients.length; i++) offsets[i + 1]! += offsets[i]!;
  const order = new Uint32Array(known);
  for (let row = 0, at = 0; row < ids.length; row++) if (places[row]! >= 0) order[at++] = row;
  return {order, places, offsets};
}
