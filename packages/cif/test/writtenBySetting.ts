import { parseCifBlocks, expandSymmetry, writeCif } from "@ftcp/cif";
import {
  createLattice,
  createSite,
  periodicDistance,
  settingOperations,
  shortestDistance,
} from "@ftcp/crystal";
import type { SpaceGroupSetting, Structure, SymmetryOperation } from "@ftcp/crystal";
import { expect } from "@jest/globals";

/** A cell that a setting can have. */
function latticeFor(setting: SpaceGroupSetting): Structure["lattice"] {
  const { crystalSystem, choice } = setting;
  const triclinic = { a: 15.1, b: 18.2, c: 21.3, alpha: 81, beta: 97, gamma: 103 };
  const right = { ...triclinic, alpha: 90, beta: 90, gamma: 90 };
  const unique = /[abc]/u.exec(choice)?.[0] ?? "b";
  switch (crystalSystem) {
    case "triclinic":
      return createLattice(triclinic);
    case "monoclinic":
      return createLattice({
        ...right,
        ...(unique === "a" ? { alpha: 97 } : unique === "b" ? { beta: 97 } : { gamma: 97 }),
      });
    case "orthorhombic":
      return createLattice(right);
    case "tetragonal":
      return createLattice({ ...right, b: 15.1 });
    case "trigonal":
    case "hexagonal":
      return choice === "R"
        ? createLattice({ a: 15.1, b: 15.1, c: 15.1, alpha: 77, beta: 77, gamma: 77 })
        : createLattice({ ...right, b: 15.1, gamma: 120 });
    case "cubic":
      return createLattice({ ...right, b: 15.1, c: 15.1 });
  }
}

/** Expects every site of a crystal among those of another one. */
export function expectSameSites(actual: Structure, expected: Structure, tolerance: number): void {
  expect(actual.sites).toHaveLength(expected.sites.length);
  for (const { fractional, species } of expected.sites) {
    const distances = actual.sites
      .filter((site) => JSON.stringify(site.species) === JSON.stringify(species))
      .map((site) => periodicDistance(expected.lattice, site.fractional, fractional));
    expect(Math.min(...distances)).toBeLessThan(tolerance);
  }
}

/** A crystal of a setting with an atom at the origin and one in a general position. */
function crystalOf(
  setting: SpaceGroupSetting,
  operations: readonly SymmetryOperation[],
): Structure {
  const lattice = latticeFor(setting);
  for (let count = 1; ; count += 1) {
    const structure = expandSymmetry(
      {
        lattice,
        sites: [
          createSite("Na", [0, 0, 0]),
          createSite("Cl", [0.7549 * count, 0.5698 * count, 0.4302 * count]),
        ],
      },
      operations,
    );
    // A general position near a special one would be taken for it.
    if (shortestDistance(structure) > 0.7) return structure;
  }
}

/** Expects that a crystal of the setting comes back from its CIF by symmetry. */
export function expectWrittenBySetting(setting: SpaceGroupSetting): void {
  const operations = settingOperations(setting);
  const structure = crystalOf(setting, operations);
  const text = writeCif(structure, { symmetry: { operations } });
  expect(text.slice(text.indexOf(" _atom_site_occupancy")).split("\n")).toHaveLength(4);
  const { blocks, diagnostics } = parseCifBlocks(text, { mode: "strict" });
  const read = blocks[0]?.structure;
  if (read?.ok !== true) throw read?.error ?? new Error("missing");
  expect({ hall: setting.hall, diagnostics }).toEqual({ hall: setting.hall, diagnostics: [] });
  expect(text).toMatch(new RegExp(`_space_group_IT_number +${setting.number}\n`, "u"));
  expectSameSites(read.value, structure, 1e-8);
  expect(read.value.lattice).toEqual(structure.lattice);
}
