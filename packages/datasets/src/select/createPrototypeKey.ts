import { anonymousFormula, compositionOf, siteElement } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import type { CrystalRecord } from "../crystalRecord.ts";

/** What of a crystal's symmetry tells its prototype; a `SymmetryDataset` of `@ftcp/crystal/symmetry` has it. */
export interface PrototypeSymmetry {
  /** Number of the space group, 1 to 230. */
  readonly number: number;
  /** Wyckoff letter of each site. */
  readonly wyckoffLetters: readonly string[];
  /** For each site the index of the first one that is equivalent. */
  readonly equivalentSites: readonly number[];
}

/**
 * Makes a key for {@link createSplit} that keeps crystals of one prototype on one side: same formula but for the
 * names of the elements, same space group, same occupied Wyckoff positions.
 *
 * @param findSymmetry - finds the symmetry of an ordered crystal
 * @returns the key of a crystal, e.g. `"AB 221 a|b"` of cesium chloride
 *
 * @remarks
 * Wyckoff letters depend on the choice of the origin, so one prototype can have several keys; two prototypes
 * with other free coordinates can share one. A polymorph of another prototype may lie on the other side.
 *
 * @example
 * ```ts
 * import { loadSymmetryFinder } from "@ftcp/crystal/node";
 * import { createPrototypeKey, createSplit } from "@ftcp/datasets";
 *
 * const finder = await loadSymmetryFinder();
 * const groupBy = createPrototypeKey((structure) => finder.find(structure));
 * const split = createSplit({ seed: 1, groupBy });
 * ```
 */
export function createPrototypeKey(
  findSymmetry: (structure: Structure) => PrototypeSymmetry,
): (record: CrystalRecord) => string {
  return ({ structure }) => {
    const { number, wyckoffLetters, equivalentSites } = findSymmetry(structure);
    const letters = new Map<string, string[]>();
    for (const [index, site] of structure.sites.entries()) {
      if (equivalentSites[index] !== index) continue;
      const element = siteElement(site);
      letters.set(element, [...(letters.get(element) ?? []), wyckoffLetters[index] ?? ""]);
    }
    const kinds = [...letters.values()].map((each) => each.sort().join("")).sort();
    return `${anonymousFormula(compositionOf(structure))} ${number} ${kinds.join("|")}`;
  };
}
