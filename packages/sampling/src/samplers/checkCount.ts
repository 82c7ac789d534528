/** Refuses what is neither a positive integer nor `Infinity`. */
export function checkCount(name: string, count: number): void {
  if (count !== Number.POSITIVE_INFINITY && (!Number.isSafeInteger(count) || count < 1)) {
    throw new RangeError(`${name} must be a positive integer or Infinity, received ${count}`);
  }
}
