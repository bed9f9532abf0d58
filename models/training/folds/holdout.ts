/** Which clients are held out for ever depends on this alone; another number would be another hold-out. */
export const HOLDOUT_SALT = 0x53_43_4f_52;

/** One client in ten. */
export const HOLDOUT_SHARE = 0.1;

/**
 * Tells whether a client belongs to the locked hold-out, which no fold, fit, search or choice may see. It depends on
 * the client's id and on nothing else, so a client stays on the side where they are whatever clients come or go.
 *
 * A client is held out when the hash of their id, taken as a fraction of 2³², lies below HOLDOUT_SHARE.
 * @param clientId SK_ID_CURR, a whole number that fits into 32 bits
 */
export function isHeldOut(clientId: number): boolean {
  return murmur3(clientId, HOLDOUT_SALT) < HOLDOUT_SHARE * 2 ** 32;
}

/** Lists the positions of the clients that are held out and of those that are not, both ascending. */
export function splitHoldout(
  ids: ArrayLike<number>,
  heldOut: (clientId: number) => boolean = isHeldOut
): {training: Uint32Array; holdout: Uint32Array} {
  const positions = Uint32Array.from({length: ids.length}, (_, i) => i);
  return {
    training: positions.filter((i) => !heldOut(ids[i]!)),
    holdout: positions.filter((i) => heldOut(ids[i]!))
  };
}

/**
 * Hashes a whole number's four little-endian bytes to 0 … 2³² − 1.
 *
 * Source: Appleby's MurmurHash3_x86_32, for a key of one block. Its last step mixes all bits, which a hash such as
 * FNV-1a lacks: with that, ids that follow each other would be held out in runs.
 */
export function murmur3(key: number, seed: number): number {
  let hash = seed ^ Math.imul(rotate(Math.imul(key, 0xcc_9e_2d_51), 15), 0x1b_87_35_93);
  hash = Math.imul(rotate(hash, 13), 5) + 0xe6_54_6b_64;
  hash ^= 4;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const rotate = (value: number, bits: number) => (value << bits) | (value >>> (32 - bits));
