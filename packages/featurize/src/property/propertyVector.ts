import { FeaturizeError } from "../featurizeError.ts";
import { elementalProperties } from "./elementalProperties.ts";
import { propertyBin } from "./propertyBin.ts";
import { propertyBlocks } from "./propertyBlocks.ts";

const vectors: ReadonlyMap<string, Uint8Array> = new Map(
  elementalProperties.map((properties) => {
    const bits = new Uint8Array(92);
    for (const block of propertyBlocks) {
      const bin = propertyBin(block, properties);
      if (bin >= 0) bits[block.start + bin] = 1;
    }
    return [properties.symbol, bits];
  }),
);

/**
 * The atom-property vector **Z** of an element: nine binned properties, one-hot, 92 bits.
 *
 * @param element - symbol, H to Lr; `D` and `T` count as `H`
 * @returns 92 numbers 0 or 1, a copy that the caller owns
 * @throws {@link FeaturizeError} with code `FEATURIZE_UNKNOWN_PROPERTY` when the table of elemental
 * properties has no such element
 *
 * @remarks
 * A property without a known value, such as the electronegativity of neon, leaves its block zero, as
 * in CGCNN; for H to Fm all bits equal CGCNN's. CGCNN stops at Fm: Md, No and Lr follow by the same
 * rules from what is known of them (no electronegativity, electron affinity or atomic volume).
 * The vector does not name the element: La and Ce, among others, have the same bits.
 *
 * @example
 * ```ts
 * propertyVector("Na").indexOf(1); // 1: bit 1 is "group 1"
 * ```
 *
 * @see T. Xie, J. C. Grossman, Phys. Rev. Lett. 120, 145301 (2018), supplement, https://doi.org/10.1103/PhysRevLett.120.145301
 */
export function propertyVector(element: string): Uint8Array {
  const bits = vectors.get(element === "D" || element === "T" ? "H" : element);
  if (bits === undefined) {
    throw new FeaturizeError(
      "FEATURIZE_UNKNOWN_PROPERTY",
      `no elemental properties are known for "${element}"`,
      { element },
    );
  }
  return bits.slice();
}
