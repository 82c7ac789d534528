import { createPropertyTable } from "./createPropertyTable.ts";
import { describePropertyBit } from "./describePropertyBit.ts";
import { elementalProperties } from "./elementalProperties.ts";
import { propertyBin } from "./propertyBin.ts";
import { propertyBlocks } from "./propertyBlocks.ts";
import type { PropertyTable } from "./propertyTable.ts";

/** CGCNN's own table ends with fermium. */
const lastOfCgcnn = 100;

/**
 * CGCNN's 92 bits as a table, H to Lr: derived from {@link elementalProperties} by the bins of
 * {@link propertyBlocks}.
 *
 * @remarks
 * For H to Fm each bit is that of CGCNN's own file, where ten zeros in a block say "not known" (as for
 * the electronegativity of neon). Md, No and Lr, which CGCNN lacks, follow by the same rules where
 * their properties are known; where not, the bits are `null`.
 *
 * @example
 * ```ts
 * cgcnnPropertyTable.vectors["Na"]?.indexOf(1); // 1: bit 1 is "group 1"
 * ```
 *
 * @see T. Xie, J. C. Grossman, Phys. Rev. Lett. 120, 145301 (2018), supplement, https://doi.org/10.1103/PhysRevLett.120.145301
 */
export const cgcnnPropertyTable: PropertyTable = createPropertyTable({
  name: "cgcnn-92",
  labels: Array.from({ length: 92 }, (_, bit) => describePropertyBit(bit)),
  vectors: Object.fromEntries(
    elementalProperties.map((properties, index) => {
      const bits: (number | null)[] = [];
      for (const block of propertyBlocks) {
        const bin = propertyBin(block, properties);
        const unknown = bin < 0 && index >= lastOfCgcnn ? null : 0;
        for (let bit = 0; bit < block.size; bit++) bits.push(bit === bin ? 1 : unknown);
      }
      return [properties.symbol, bits];
    }),
  ),
});
