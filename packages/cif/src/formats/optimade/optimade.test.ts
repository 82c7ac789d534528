import { createLattice, createSite } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { arbitraryCrystal } from "../../../test/arbitraryCrystal.ts";
import { expectSameCrystal } from "../../../test/expectSameCrystal.ts";
import { parseOptimade } from "./parseOptimade.ts";
import { describeComposition } from "./describeComposition.ts";
import { writeOptimade } from "./writeOptimade.ts";

const attributes = {
  dimension_types: [1, 1, 1],
  nperiodic_dimensions: 3,
  lattice_vectors: [
    [4, 0, 0],
    [0, 4, 0],
    [0, 0, 4],
  ],
  cartesian_site_positions: [
    [0, 0, 0],
    [2, 2, -2],
  ],
  species: [
    { name: "Na", chemical_symbols: ["Na"], concentration: [1] },
    { name: "X1", chemical_symbols: ["vacancy", "Cl"], concentration: [0.25, 0.75] },
  ],
  species_at_sites: ["Na", "X1"],
};
const resource = { id: "1", type: "structures", attributes };

const sites = [
  createSite("Na", [0, 0, 0]),
  createSite([{ element: "Cl", occupancy: 0.75 }], [0.5, 0.5, 0.5]),
];

describe("parseOptimade", () => {
  it.each([
    ["a resource", resource],
    ["attributes", attributes],
    ["a response with one entry", { data: resource, meta: {} }],
    ["a response with several", { data: [resource, { id: "2" }] }],
    ["a list", [resource]],
  ])("reads %s", (_, value) => {
    expect(parseOptimade(value).sites).toEqual(sites);
    expect(parseOptimade(JSON.stringify(value)).sites).toEqual(sites);
  });

  it("reads hydrogen of the mass of deuterium as D", () => {
    const species = [
      { name: "Na", chemical_symbols: ["H"], concentration: [1], mass: [2.014] },
      {
        name: "X1",
        chemical_symbols: ["H", "vacancy"],
        concentration: [0.5, 0.5],
        mass: [1.008, 0],
      },
    ];
    const read = parseOptimade({ ...attributes, species }).sites;
    expect(read.map((site) => site.species[0]?.element)).toEqual(["D", "H"]);
  });

  it("multiplies occupancies by the probability of the group of an assembly", () => {
    const assemblies = [{ sites_in_groups: [[0], [1]], group_probabilities: [0.4, 0.6] }];
    const read = parseOptimade({ ...attributes, assemblies }).sites;
    expect(read.map((site) => site.species[0]?.occupancy)).toEqual([0.4, 0.75 * 0.6]);
  });

  it("says that attached and implicit atoms are left out", () => {
    const codes: string[] = [];
    const [na, ...others] = attributes.species;
    const species = [{ ...na, attached: ["H"], nattached: [3] }, ...others];
    parseOptimade(
      { ...attributes, species, structure_features: ["implicit_atoms", "site_attachments"] },
      { onDiagnostic: ({ code }) => codes.push(code) },
    );
    expect(codes).toEqual(["FORMAT_ATOMS_IGNORED", "FORMAT_ATOMS_IGNORED"]);
  });

  it.each([
    ["a molecule", { nperiodic_dimensions: 0, dimension_types: [0, 0, 0] }, "FORMAT_NOT_PERIODIC"],
    ["a slab", { dimension_types: [1, 1, 0] }, "FORMAT_NOT_PERIODIC"],
    ["unknown vectors", { lattice_vectors: null }, "FORMAT_NOT_PERIODIC"],
    [
      "a missing vector",
      {
        lattice_vectors: [
          [1, 0, 0],
          [0, 1, 0],
          [null, null, null],
        ],
      },
      "FORMAT_NOT_PERIODIC",
    ],
    ["no species", { species: null }, "FORMAT_INVALID_VALUE"],
    ["unknown species", { species_at_sites: ["Na", "K"] }, "FORMAT_INVALID_VALUE"],
    ["too few species", { species_at_sites: ["Na"] }, "FORMAT_INVALID_VALUE"],
    [
      "the element X",
      { species: [{ name: "Na", chemical_symbols: ["X"], concentration: [1] }] },
      "FORMAT_UNKNOWN_ELEMENT",
    ],
    [
      "a site that is nothing but vacancy",
      {
        species: [
          { name: "Na", chemical_symbols: ["vacancy"], concentration: [1] },
          attributes.species[1],
        ],
      },
      "FORMAT_INVALID_OCCUPANCY",
    ],
    [
      "concentrations without symbols",
      { species: [{ name: "Na", chemical_symbols: ["Na"], concentration: [0.5, 0.5] }] },
      "FORMAT_INVALID_VALUE",
    ],
    [
      "an assembly of sites that are not there",
      { assemblies: [{ sites_in_groups: [[9]], group_probabilities: [1] }] },
      "FORMAT_INVALID_VALUE",
    ],
  ])("refuses %s", (_, changed, code) => {
    expect(() => parseOptimade({ ...attributes, ...changed })).toThrow(
      expect.objectContaining({ code, format: "optimade" }),
    );
  });

  it.each([
    ["an empty response", { data: [] }, "FORMAT_NO_STRUCTURE"],
    ["an entry that is not found", { data: null }, "FORMAT_NO_STRUCTURE"],
    [
      "a reference",
      { data: { id: "1", type: "references", attributes: {} } },
      "FORMAT_INVALID_VALUE",
    ],
    ["an error", { errors: [{ title: "no" }] }, "FORMAT_INVALID_VALUE"],
  ])("refuses %s", (_, value, code) => {
    expect(() => parseOptimade(value)).toThrow(expect.objectContaining({ code }));
  });

  it("tells the path and place of a value", () => {
    const species = [{ name: "Na", chemical_symbols: ["Xx"], concentration: [1] }];
    const text = JSON.stringify({
      data: [{ ...resource, attributes: { ...attributes, species } }],
    });
    expect(() => parseOptimade(text)).toThrow(
      expect.objectContaining({
        path: "data[0].attributes.species[0].chemical_symbols[0]",
        line: 1,
        column: text.indexOf('"Xx"') + 1,
      }),
    );
  });
});

describe("writeOptimade", () => {
  const cubic = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });

  it("is undone by parseOptimade, positions within rounding, for any crystal", () => {
    fc.assert(
      fc.property(arbitraryCrystal, (structure) => {
        expectSameCrystal(parseOptimade(writeOptimade(structure)), structure);
      }),
      { numRuns: 500 },
    );
  });

  it("names species by their element where it can, and describes what they are made of", () => {
    const mixed = [
      { element: "D", occupancy: 0.5 },
      { element: "O", occupancy: 0.25, charge: -2 },
    ];
    const structure = {
      lattice: cubic,
      sites: [
        createSite("Na", [0, 0, 0]),
        createSite([{ element: "Fe", occupancy: 1, charge: 3 }], [0.5, 0, 0]),
        createSite([{ element: "Fe", occupancy: 1, charge: 2 }], [0, 0.5, 0], "Fe2"),
        createSite(mixed, [0, 0, 0.5]),
      ],
    };
    expect(JSON.parse(writeOptimade(structure, { id: "x" }))).toEqual({
      id: "x",
      type: "structures",
      attributes: {
        immutable_id: null,
        last_modified: null,
        elements: ["Fe", "H", "Na", "O"],
        nelements: 4,
        elements_ratios: [2 / 3.75, 0.5 / 3.75, 1 / 3.75, 0.25 / 3.75],
        chemical_formula_descriptive: "Fe8H2Na4O",
        chemical_formula_reduced: "Fe8H2Na4O",
        chemical_formula_hill: null,
        chemical_formula_anonymous: "A8B4C2D",
        dimension_types: [1, 1, 1],
        nperiodic_dimensions: 3,
        lattice_vectors: cubic.matrix,
        cartesian_site_positions: [
          [0, 0, 0],
          [2, 0, 0],
          [0, 2, 0],
          [0, 0, 2],
        ],
        nsites: 4,
        species: [
          { name: "Na", chemical_symbols: ["Na"], concentration: [1] },
          { name: "Fe", chemical_symbols: ["Fe"], concentration: [1] },
          { name: "Fe2+", chemical_symbols: ["Fe"], concentration: [1] },
          {
            name: "D0.5 O2-:0.25",
            chemical_symbols: ["H", "O", "vacancy"],
            concentration: [0.5, 0.25, 0.25],
            mass: [2.0141017781, 15.999, 0],
          },
        ],
        species_at_sites: ["Na", "Fe", "Fe2+", "D0.5 O2-:0.25"],
        structure_features: ["disorder"],
        _ftcp_species_charges: { Fe: [3], "Fe2+": [2], "D0.5 O2-:0.25": [null, -2] },
        _ftcp_site_labels: [null, null, "Fe2", null],
      },
    });
  });
});

describe("describeComposition", () => {
  it("orders formulas as OPTIMADE and Hill do", () => {
    expect(describeComposition({ O: 4, H: 6, C: 2, Ba: 2 })).toMatchObject({
      elements: ["Ba", "C", "H", "O"],
      chemical_formula_reduced: "BaCH3O2",
      chemical_formula_hill: "C2H6Ba2O4",
      chemical_formula_anonymous: "A3B2CD",
    });
    expect(describeComposition({ O: 2, H: 4 }).chemical_formula_hill).toBe("H4O2");
  });

  it("gives no formula in whole numbers where there is none, and none for no atoms", () => {
    expect(describeComposition({ Na: 1, K: Math.SQRT2 })).toMatchObject({
      chemical_formula_descriptive: "K1.414214Na",
      chemical_formula_reduced: null,
      chemical_formula_hill: null,
      chemical_formula_anonymous: null,
    });
    expect(describeComposition({})).toMatchObject({
      elements: [],
      chemical_formula_descriptive: null,
    });
  });
});
