import { cgcnnPropertyTable } from "./cgcnnPropertyTable.ts";
import { lookUpProperties } from "./lookUpProperties.ts";

/**
 * The atom-property vector **Z** of an element: nine binned properties, one-hot, 92 bits.
 *
 * @param element - symbol, H to Lr; `D` and `T` count as `H`
 * @param unknown - what the bits of an unknown property of Md, No and Lr become: an error (the
 * default), or zero
 * @returns 92 numbers 0 or 1, a copy that the caller owns
 * @throws {@link FeaturizeError} with code `FEATURIZE_UNKNOWN_PROPERTY` when the table of elemental
 * properties has no such element, or does not know a property of it; `data` names both
 *
 * @remarks
 * For H to Fm all bits equal CGCNN's, in which a block of zeros says that the property is not known, as
 * the electronegativity of neon. CGCNN stops at Fm. Of Md, No and Lr group, period, radius, valence
 * electrons, ionization energy and block are known and follow by the same rules, but not
 * electronegativity, electron affinity and atomic volume. The vector does not name the element: La and
 * Ce, among others, have the same bits.
 *
 * @example
 * ```ts
 * propertyVector("Na").indexOf(1); // 1: bit 1 is "group 1"
 * propertyVector("Lr", "zero").indexOf(1); // 3: group 3
 * ```
 *
 * @see T. Xie, J. C. Grossman, Phys. Rev. Lett. 120, 145301 (2018), supplement, https://doi.org/10.1103/PhysRevLett.120.145301
 */
export function propertyVector(element: string, unknown: "error" | "zero" = "error"): Uint8Array {
  return Uint8Array.from(lookUpProperties(element, cgcnnPropertyTable, unknown));
}
