import { fractionalToCartesian, latticeVolume } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";

import { requireFinite } from "../json/requireFinite.ts";
import type { WriteJsonOptions } from "../json/writeJsonOptions.ts";

/**
 * Writes a crystal as pymatgen's JSON, which `Structure.from_dict` and `Structure.from_file` take.
 *
 * @param structure - any crystal
 * @param options - see {@link WriteJsonOptions}
 * @returns the text; `JSON.parse` of it is the dictionary
 * @throws {@link FormatError} with code `FORMAT_UNWRITABLE` when a number is not finite
 *
 * @remarks
 * `parsePymatgenJson(writePymatgenJson(x))` equals `x`, bit for bit: vectors and parameters of the
 * lattice, species, occupancies, charges (as oxidation states), coordinates and labels.
 *
 * @example
 * ```ts
 * JSON.parse(writePymatgenJson(structure))["@class"]; // "Structure"
 * ```
 */
export function writePymatgenJson(structure: Structure, options: WriteJsonOptions = {}): string {
  const { lattice, sites } = structure;
  const { matrix, a, b, c, alpha, beta, gamma } = lattice;
  const record = {
    "@module": "pymatgen.core.structure",
    "@class": "Structure",
    charge: null,
    lattice: {
      matrix,
      pbc: [true, true, true],
      a,
      b,
      c,
      alpha,
      beta,
      gamma,
      volume: latticeVolume(lattice),
    },
    properties: {},
    sites: sites.map(({ species, fractional, label }) => ({
      species: species.map(({ element, occupancy, charge }) => ({
        element,
        ...(charge === undefined ? {} : { oxidation_state: charge }),
        occu: occupancy,
      })),
      abc: fractional,
      properties: {},
      ...(label === undefined ? {} : { label }),
      xyz: fractionalToCartesian(lattice, fractional),
    })),
  };
  return `${JSON.stringify(record, requireFinite("json"), options.indent)}\n`;
}
