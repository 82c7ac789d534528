import { elementBySymbol, fractionalToCartesian } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";

import { chemicalSymbolOf } from "../isotopes.ts";
import { formatDecimal } from "../formatDecimal.ts";
import { noteLeftOut } from "../noteLeftOut.ts";
import { orderedElement } from "../orderedElement.ts";
import type { WriteFormatOptions } from "../writeFormatOptions.ts";

/**
 * Writes crystals as the frames of an extended XYZ text.
 *
 * @param structures - an ordered crystal, or several
 * @param options - see {@link WriteFormatOptions}
 * @returns the text, with LF line ends
 * @throws {@link FormatError} with code `FORMAT_UNWRITABLE` when a site is shared or partly empty, or a
 *   number is not finite
 *
 * @remarks
 * Every number is the shortest decimal that gives the same double, so lattice vectors come back bit for
 * bit. The format holds Cartesian coordinates only; fractional ones come back but for a rounding error
 * of some 1e-16. Where there are any, labels stand in a column `label` (if every site has one without
 * white space; otherwise they are left out with a remark) and charges in a column `oxidation_state`
 * (`nan` for none), both of which ASE keeps as arrays. Deuterium and tritium are hydrogen with their
 * mass in a column `masses`, as in ASE.
 *
 * @example
 * ```ts
 * const text = writeExtendedXyz([before, after]);
 * ```
 *
 * @see https://github.com/libAtoms/extxyz
 */
export function writeExtendedXyz(
  structures: Structure | Iterable<Structure>,
  options: WriteFormatOptions = {},
): string {
  const list = "sites" in structures ? [structures] : structures;
  const lines: string[] = [];
  for (const structure of list) {
    for (const line of formatFrame(structure, options)) lines.push(`${line}\n`);
  }
  return lines.join("");
}

function formatFrame({ lattice, sites }: Structure, options: WriteFormatOptions): string[] {
  const elements = sites.map((site) => orderedElement(site, "extxyz"));
  const hasIsotopes = elements.some((element) => element !== chemicalSymbolOf(element));
  const labels = sites.map(({ label }) => label);
  const hasLabels =
    sites.length > 0 && labels.every((label) => label !== undefined && /^\S+$/u.test(label));
  if (!hasLabels && labels.some((label) => label !== undefined)) {
    const what = "labels of some sites only, or with white space";
    noteLeftOut("FORMAT_LABELS_LEFT_OUT", what, options);
  }
  const charges = sites.map(({ species }) => species[0]?.charge);
  const hasCharges = charges.some((charge) => charge !== undefined);
  const properties = [
    "species:S:1:pos:R:3",
    ...(hasIsotopes ? ["masses:R:1"] : []),
    ...(hasLabels ? ["label:S:1"] : []),
    ...(hasCharges ? ["oxidation_state:R:1"] : []),
  ];
  const vectors = lattice.matrix.flat().map((value) => formatDecimal(value, "extxyz"));
  return [
    String(sites.length),
    `Lattice="${vectors.join(" ")}" Properties=${properties.join(":")} pbc="T T T"`,
    ...sites.map(({ fractional }, index) => {
      const element = elements[index] ?? "";
      const position = fractionalToCartesian(lattice, fractional);
      const charge = charges[index];
      return [
        chemicalSymbolOf(element).padEnd(2),
        ...position.map((value) => formatDecimal(value, "extxyz").padEnd(20)),
        ...(hasIsotopes ? [formatDecimal(elementBySymbol(element).mass, "extxyz")] : []),
        ...(hasLabels ? [labels[index] ?? ""] : []),
        ...(hasCharges ? [charge === undefined ? "nan" : formatDecimal(charge, "extxyz")] : []),
      ]
        .join(" ")
        .trimEnd();
    }),
  ];
}
