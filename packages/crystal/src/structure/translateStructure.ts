import type { Vector3 } from "../geometry/vector3.ts";
import { CrystalError } from "../crystalError.ts";
import { wrapFractional } from "../geometry/wrapFractional.ts";
import type { Structure } from "./structure.ts";

/**
 * The same crystal with all sites moved together, which is another choice of origin.
 *
 * @param structure - any structure
 * @param shift - fractional vector that is added to every site; Cartesian vectors go through
 *   {@link cartesianToFractional} first
 * @returns the moved structure, coordinates in `[0, 1)`
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_SITE` when a coordinate becomes NaN or infinite
 *
 * @example
 * ```ts
 * translateStructure(caesiumChloride, [0.5, 0.5, 0.5]).sites[0]?.fractional; // [0.5, 0.5, 0.5]
 * ```
 */
export function translateStructure(structure: Structure, shift: Vector3): Structure {
  const sites = structure.sites.map((site) => {
    const [x, y, z] = site.fractional;
    const fractional: Vector3 = [
      wrapFractional(x + shift[0]),
      wrapFractional(y + shift[1]),
      wrapFractional(z + shift[2]),
    ];
    if (!fractional.every(Number.isFinite)) {
      throw new CrystalError("CRYSTAL_INVALID_SITE", "Fractional coordinates must be finite.", {
        site,
      });
    }
    return { ...site, fractional };
  });
  return { lattice: structure.lattice, sites };
}
