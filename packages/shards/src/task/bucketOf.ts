/**
 * Tells which shard by formula has the crystals of a formula: FNV-1a of its text, modulo `count`.
 *
 * @param formula - a reduced formula, as `reducedFormula` of `@ftcp/crystal` writes it
 * @param count - how many shards there are
 * @returns the number of the shard
 *
 * @example
 * ```ts
 * import { bucketOf } from "@ftcp/shards";
 *
 * bucketOf("NaCl", 16) === bucketOf("NaCl", 16); // true, on every machine
 * ```
 */
export function bucketOf(formula: string, count: number): number {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`count must be a whole number from 1 on, received ${count}`);
  }
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(formula)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  // Murmur3's last steps, as the low bits of FNV alone are not even.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % count;
}
