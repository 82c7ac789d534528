import type { Structure } from "@ftcp/crystal";
import type { CoordinationOptions } from "./coordination/coordinationOptions.ts";
import { findCoordinations } from "./coordination/findCoordinations.ts";
import { fingerprintLabels } from "./fingerprintLabels.ts";
import { measureMotifs } from "./motifs/measureMotifs.ts";
import { motifs } from "./motifs/motifs.ts";

/**
 * Describes the local order around each atom: likelihoods of coordination numbers and order parameters of motifs.
 *
 * @param structure - an ordered crystal
 * @param options - how coordination is found, see {@link findCoordinations}
 * @returns one list of 61 numbers for each site, named by {@link fingerprintLabels}
 * @throws what {@link findCoordinations} throws
 *
 * @remarks
 * The same as matminer's `CrystalNNFingerprint.from_preset("ops")`, but for one thing: body-centred cubic order depends
 * there on the order of neighbours, also of equally sure ones, which depends on the cell that was chosen (by 4e-4 at
 * most, as far as seen); here it is the mean of both orders. Zimmermann and Jain compare crystals by geometry
 * alone: `{ distanceCutoffs: false, electronegativityWeight: 0 }`.
 *
 * @example
 * ```ts
 * import { fingerprintLabels, fingerprintSites } from "@ftcp/fingerprint";
 *
 * const [sodium] = fingerprintSites(rockSalt);
 * sodium?.[fingerprintLabels.indexOf("octahedral CN_6")]; // 1
 * ```
 *
 * @see N. E. R. Zimmermann, A. Jain, RSC Adv. 10, 6063 (2020), doi:10.1039/C9RA07755C; N. E. R. Zimmermann et al.,
 *   Front. Mater. 4, 34 (2017), doi:10.3389/fmats.2017.00034; L. Ward et al., Comput. Mater. Sci. 152, 60 (2018),
 *   doi:10.1016/j.commatsci.2018.05.018
 */
export function fingerprintSites(
  structure: Structure,
  options: CoordinationOptions = {},
): readonly Float64Array[] {
  return findCoordinations(structure, options).map(({ choices }) => {
    const numbers = new Float64Array(fingerprintLabels.length);
    for (const { number, likelihood, neighbors } of choices) {
      const start = positionOf.get(`wt CN_${number}`);
      if (start === undefined) continue; // none, or more than a fingerprint tells
      numbers[start] = likelihood;
      const values = measureMotifs(measuresOf.get(number) ?? [], neighbors);
      for (const [i, value] of values.entries()) numbers[start + 1 + i] = likelihood * value;
    }
    return numbers;
  });
}

const positionOf = new Map(fingerprintLabels.map((label, position) => [label, position]));

const measuresOf = new Map(
  motifs.map(({ number }) => [
    number,
    motifs.filter((motif) => motif.number === number).map(({ measure }) => measure),
  ]),
);
