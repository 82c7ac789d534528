import { createLattice, createSite } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import type { WriteCifOptions } from "@ftcp/cif";

/** The crystal of `fixtures/written.cif`: a skewed cell, a mixed site, a vacancy, charges, deuterium. */
export const writtenStructure: Structure = {
  lattice: createLattice({
    a: 5.123456789012345,
    b: 6.1,
    c: 7.000000000000001,
    alpha: 81.3,
    beta: 95.7,
    gamma: 103.2,
  }),
  sites: [
    createSite([{ element: "Fe", occupancy: 1, charge: 3 }], [0, 0, 0], "Fe1"),
    createSite(
      [
        { element: "Mg", occupancy: 0.625, charge: 2 },
        { element: "Ca", occupancy: 0.375, charge: 2 },
      ],
      [0.5, 1 / 3, 0.123456789012345],
      "M1",
    ),
    createSite([{ element: "O", occupancy: 0.5, charge: -2 }], [0.1, 0.2, 2 / 3]),
    createSite([{ element: "D", occupancy: 1 }], [0.75, 1e-7, 0.9999999999999999]),
    createSite("O", [0.3, 0.7, 0.4], "O1"),
  ],
};

/** What `fixtures/written.cif` says besides the crystal. */
export const writtenOptions: WriteCifOptions = {
  name: "written by ftcp",
  comment: "A fixture of @ftcp/cif; see README.md",
  items: {
    _ftcp_predicted_formation_energy: -1.25,
    _ftcp_remark: "it's a 'quoted' text",
    _ftcp_long_remark: "two\nlines",
  },
};
