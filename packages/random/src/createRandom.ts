import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomSource } from "./randomSource.ts";

/**
 * Creates a seeded random source (xoroshiro128+; normal deviates by Box and Muller).
 *
 * @param seed - any safe integer; equal seeds give equal streams
 * @returns a source that owns its state
 * @throws RangeError when the seed is not a safe integer
 *
 * @remarks
 * Not for cryptography. Integers and uniforms are the same on every engine; normal deviates use
 * `Math.log`, `Math.cos` and `Math.sin`, whose last bit may differ between JavaScript engines.
 *
 * @example
 * ```ts
 * import { createRandom } from "@ftcp/random";
 *
 * const random = createRandom(1);
 * const order = random.shuffle(["Na", "Cl", "O"]);
 * const noise = random.fork("noise").normal();
 * ```
 *
 * @see Blackman, Vigna, ACM Trans. Math. Softw. 47, 36 (2021), doi:10.1145/3460772
 */
export function createRandom(seed: number): RandomSource {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(`seed must be a safe integer, received ${seed}`);
  }
  // The generator takes 32 bits; hashing keeps seeds beyond them apart.
  const generator = xoroshiro128plus(hashText(String(seed)));
  let spare: number | undefined;

  const uniform = (): number => uniformFloat64(generator);
  const integer = (below: number): number => {
    if (!Number.isSafeInteger(below) || below < 1) {
      throw new RangeError(`upper bound must be a positive safe integer, received ${below}`);
    }
    return uniformInt(generator, 0, below - 1);
  };
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform())); // 1 - u is never 0
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  const shuffle = <T>(items: readonly T[]): T[] => {
    const result = [...items];
    for (let i = result.length - 1; i > 0; i--) {
      const j = integer(i + 1);
      [result[i], result[j]] = [result[j] as T, result[i] as T];
    }
    return result;
  };
  const fork = (label: string): RandomSource => createRandom(hashText(`${seed}/${label}`));
  return { uniform, normal, integer, shuffle, fork };
}

/** FNV-1a over UTF-16 code units, finished by Murmur3's mixer so that near seeds lie far apart. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
