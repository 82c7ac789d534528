import type { Structure } from "../structure/structure.ts";
import { describeMatch } from "./describeMatch.ts";
import type { MatchOptions } from "./matchOptions.ts";
import { describeContent, prepareStructure } from "./prepareStructure.ts";
import type { Content, PreparedStructure } from "./prepareStructure.ts";
import { resolveMatchOptions } from "./resolveMatchOptions.ts";
import { searchMatch } from "./searchMatch.ts";
import type { PreparedMatch } from "./searchMatch.ts";
import type { StructureMatch } from "./structureMatch.ts";

/** Compares many structures with one another; see {@link createStructureMatcher}. */
export interface StructureMatcher {
  /** Whether two structures are the same crystal, as {@link compareStructures}. */
  readonly compare: (left: Structure, right: Structure) => boolean;
  /** The best match of two structures, as {@link matchStructures}. */
  readonly match: (left: Structure, right: Structure) => StructureMatch | undefined;
  /** The structures in groups of equal ones, as {@link groupStructures}. */
  readonly group: (structures: readonly Structure[]) => readonly (readonly number[])[];
}

/**
 * A matcher that reduces each structure only once, for comparing many with one another.
 *
 * @param options - tolerances and freedoms
 * @returns functions that compare, match and group structures; they share what they know of a structure
 *   as long as somebody else holds it (a `WeakMap`), so structures must not be changed in between
 * @throws RangeError when a tolerance is negative or not a number
 *
 * @remarks
 * Most pairs are told apart by composition alone, then by the number of sites in the primitive cell,
 * without `scale` by the volume, and then by the lattices.
 *
 * @example
 * ```ts
 * import { createLattice, createStructure, createStructureMatcher } from "@ftcp/crystal";
 *
 * const cubic = (element: string, a: number) =>
 *   createStructure(
 *     createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 }),
 *     [element, "Cl"],
 *     [
 *       [0, 0, 0],
 *       [0.5, 0.5, 0.5],
 *     ],
 *   );
 * const matcher = createStructureMatcher({ scale: false });
 * matcher.compare(cubic("Cs", 4.12), cubic("Cs", 4.15)); // true
 * matcher.compare(cubic("Cs", 4.12), cubic("Tl", 3.83)); // false
 * ```
 *
 * @see {@link compareStructures} for the method
 */
export function createStructureMatcher(options: MatchOptions = {}): StructureMatcher {
  const settings = resolveMatchOptions(options);
  const contents = new WeakMap<Structure, Content>();
  const prepared = new WeakMap<Structure, PreparedStructure>();

  const contentOf = (structure: Structure): Content => {
    let content = contents.get(structure);
    if (content === undefined) {
      content = describeContent(structure, settings.sites);
      contents.set(structure, content);
    }
    return content;
  };
  const prepare = (content: Content): PreparedStructure => {
    let result = prepared.get(content.structure);
    if (result === undefined) {
      result = prepareStructure(content, settings.primitive);
      prepared.set(content.structure, result);
    }
    return result;
  };

  const search = (left: Structure, right: Structure, any: boolean): Found | undefined => {
    const first = contentOf(left);
    const second = contentOf(right);
    if (first.kinds.length === 0 || first.key !== second.key) return undefined;
    if (
      !settings.primitive &&
      !settings.attemptSupercell &&
      first.kinds.length !== second.kinds.length
    ) {
      return undefined;
    }
    const prepare1 = prepare(first);
    const prepare2 = prepare(second);
    // As in pymatgen, of equally large cells the left one is mapped onto the right one.
    const leftIsLarge = prepare1.size > prepare2.size;
    const [large, small] = leftIsLarge ? [prepare1, prepare2] : [prepare2, prepare1];
    const multiple = large.size / small.size;
    if (!Number.isInteger(multiple) || (multiple > 1 && !settings.attemptSupercell)) {
      return undefined;
    }
    // No cell whose lengths are within the tolerance of those of a Niggli cell, which fills at least
    // 1 / √2 of the box of its lengths, has a volume further away.
    const volumes = large.volume / (small.volume * multiple);
    const widest = (1 + settings.lengthTolerance) ** 3 * Math.SQRT2 * (1 + 1e-9);
    if (!settings.scale && Math.max(volumes, 1 / volumes) > widest) return undefined;
    let best: Found | undefined;
    for (const kindOf of pairKinds(large, small, multiple, settings.sites === "anonymous")) {
      const match = searchMatch(large, small, kindOf, settings, any);
      if (match === undefined) continue;
      if (best === undefined || match.rms < best.match.rms) {
        best = { left: prepare1, right: prepare2, leftIsLarge, match, kindOf };
      }
      if (any) break;
    }
    return best;
  };

  const compare = (left: Structure, right: Structure): boolean =>
    search(left, right, true) !== undefined;
  return {
    compare,
    match: (left, right) => {
      const found = search(left, right, false);
      if (found === undefined) return undefined;
      const match = describeMatch(
        found.left,
        found.right,
        found.match,
        found.leftIsLarge,
        settings.scale,
      );
      return settings.sites === "anonymous"
        ? { ...match, substitution: nameSubstitution(found) }
        : match;
    },
    group: (structures) => {
      const buckets = new Map<string, number[]>();
      for (const [index, structure] of structures.entries()) {
        const { key } = contentOf(structure);
        const bucket = buckets.get(key);
        if (bucket === undefined) buckets.set(key, [index]);
        else bucket.push(index);
      }
      return [...buckets.values()]
        .flatMap((bucket) => connect(bucket, structures, compare))
        .sort((left, right) => (left[0] ?? 0) - (right[0] ?? 0));
    },
  };
}

/** A match and what it is a match of. */
interface Found {
  readonly left: PreparedStructure;
  readonly right: PreparedStructure;
  readonly leftIsLarge: boolean;
  readonly match: PreparedMatch;
  readonly kindOf: readonly number[];
}

/** For each kind of the larger structure the one of the smaller that it must meet; all ways to do so. */
function* pairKinds(
  large: PreparedStructure,
  small: PreparedStructure,
  multiple: number,
  anonymous: boolean,
  chosen: readonly number[] = [],
): Generator<readonly number[]> {
  if (chosen.length === large.sizes.length) {
    yield chosen;
    return;
  }
  const wanted = large.sizes[chosen.length] ?? 0;
  if (!anonymous) {
    yield large.sizes.map((_, kind) => kind);
    return;
  }
  for (const [kind, size] of small.sizes.entries()) {
    if (size * multiple === wanted && !chosen.includes(kind)) {
      yield* pairKinds(large, small, multiple, anonymous, [...chosen, kind]);
    }
  }
}

function nameSubstitution({ left, right, leftIsLarge, kindOf }: Found): Map<string, string> {
  const pairs = kindOf.map((small, large): [string, string] => {
    const [leftKind, rightKind] = leftIsLarge ? [large, small] : [small, large];
    return [left.names[leftKind] ?? "", right.names[rightKind] ?? ""];
  });
  return new Map(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The connected parts of the graph of matches among some of the structures, each in ascending order. */
function connect(
  indices: readonly number[],
  structures: readonly Structure[],
  compare: (left: Structure, right: Structure) => boolean,
): readonly (readonly number[])[] {
  let groups: number[][] = [];
  for (const index of indices) {
    const structure = structures[index];
    if (structure === undefined) continue;
    const matches = (other: number): boolean => {
      const candidate = structures[other];
      return candidate !== undefined && compare(candidate, structure);
    };
    // One match is enough to join a group, and groups that it joins become one.
    const joined: number[] = [];
    const apart: number[][] = [];
    for (const group of groups) {
      if (group.some(matches)) joined.push(...group);
      else apart.push(group);
    }
    groups = [...apart, [...joined.sort((a, b) => a - b), index]];
  }
  return groups;
}
