import { wrapFractional } from "@ftcp/crystal";
import type { Structure, Vector3 } from "@ftcp/crystal";

import { formulaOf } from "../../formulaOf.ts";
import { formatDecimal } from "../formatDecimal.ts";
import { FormatError } from "../formatError.ts";
import { noteLeftOut } from "../noteLeftOut.ts";
import { orderedElement } from "../orderedElement.ts";
import { tripleProduct } from "../tripleProduct.ts";
import type { WriteFormatOptions } from "../writeFormatOptions.ts";
import { isPoscarLabel } from "./isPoscarLabel.ts";

/** What a written POSCAR says besides the crystal. */
export interface WritePoscarOptions extends WriteFormatOptions {
  /** The first line, the reduced formula by default; line ends become spaces. */
  readonly comment?: string;
}

/**
 * Writes a crystal as a POSCAR of VASP 5 and later, in direct coordinates.
 *
 * @param structure - an ordered crystal with at least one site
 * @param options - see {@link WritePoscarOptions}
 * @returns the text, with LF line ends
 * @throws {@link FormatError} with code `FORMAT_UNWRITABLE` when a site is shared or partly empty, there
 *   are no sites, or a number is not finite
 *
 * @remarks
 * Every number is the shortest decimal that gives the same double, so `parsePoscar(writePoscar(x))` has
 * the same vectors, elements and coordinates as `x`, bit for bit. The order of the sites is kept: equal
 * neighbours share a column of the symbols, and an element that comes again gets another one, as in
 * pymatgen. Labels stand behind the coordinates if
 * each is a word that begins with a letter. Charges cannot be written and are left out with a
 * remark. Deuterium and tritium are written as `D` and `T`, which pymatgen knows and ASE does not.
 *
 * VASP refuses left-handed lattice vectors. They are inverted, and so are the coordinates, which gives
 * the same crystal; pymatgen inverts the vectors only, which gives its mirror image.
 *
 * @example
 * ```ts
 * const text = writePoscar(structure, { comment: "rock salt" });
 * ```
 *
 * @see https://www.vasp.at/wiki/index.php/POSCAR
 */
export function writePoscar(structure: Structure, options: WritePoscarOptions = {}): string {
  const { lattice, sites } = structure;
  if (sites.length === 0) {
    throw new FormatError("FORMAT_UNWRITABLE", "poscar", "a POSCAR needs at least one site");
  }
  const elements = sites.map((site) => orderedElement(site, "poscar"));
  const hand = tripleProduct(lattice.matrix) < 0 ? -1 : 1;
  const runs: { readonly element: string; count: number }[] = [];
  for (const element of elements) {
    const last = runs.at(-1);
    if (last?.element === element) last.count += 1;
    else runs.push({ element, count: 1 });
  }
  const isLabelled = sites.every(({ label }) => label === undefined || isPoscarLabel(label));
  if (!isLabelled) noteLeftOut("FORMAT_LABELS_LEFT_OUT", "labels like these", options);
  if (sites.some(({ species }) => species.some(({ charge }) => charge !== undefined))) {
    noteLeftOut("FORMAT_CHARGES_LEFT_OUT", "charges", options);
  }
  const comment = (options.comment ?? formulaOf(structure)).replaceAll(/\s+/gu, " ").trim();
  return [
    comment,
    "1.0",
    ...lattice.matrix.map(([x, y, z]) => formatRow([hand * x + 0, hand * y + 0, hand * z + 0])),
    runs.map(({ element }) => element).join(" "),
    runs.map(({ count }) => count).join(" "),
    "Direct",
    ...sites.map(({ fractional: [x, y, z], label }) => {
      const row = formatRow(
        hand > 0 ? [x, y, z] : [wrapFractional(-x), wrapFractional(-y), wrapFractional(-z)],
      );
      return label === undefined || !isLabelled ? row : `${row} ${label}`;
    }),
    "",
  ].join("\n");
}

function formatRow(vector: Vector3): string {
  return vector
    .map((value) => formatDecimal(value, "poscar").padEnd(20))
    .join(" ")
    .trimEnd();
}
