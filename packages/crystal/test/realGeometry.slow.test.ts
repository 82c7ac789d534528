import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import {
  anonymousFormula,
  checkNeutrality,
  checkValidity,
  compositionOf,
  formulaUnits,
  hillFormula,
  isSameComposition,
  parseFormula,
  primitiveCell,
  reducedFormula,
} from "@ftcp/crystal";
import { sharedData } from "@ftcp/testing";
import { readSimpleCif } from "./readSharedCrystals.ts";

interface Row {
  readonly material_id: string;
  readonly cif: string;
  readonly split: string;
  readonly reduced_formula: string;
  readonly nsites: number;
  readonly nsites_primitive: number;
  readonly volume: number;
  readonly min_distance: number | null;
}

const folder = sharedData();
const describeShared = folder === undefined ? describe.skip : describe;

describeShared("all real crystals (needs ../shared)", () => {
  const rows =
    folder === undefined
      ? []
      : gunzipSync(readFileSync(join(folder, "crystals.jsonl.gz")))
          .toString("utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as Row);

  it("are valid, at their labels' distances, and tell their formulas", () => {
    expect(rows.length).toBeGreaterThan(50_000);
    let belowLimit = 0;
    const wrong: string[] = [];
    for (const row of rows) {
      const structure = readSimpleCif(row.cif);
      const report = checkValidity(structure);
      if (report.covalentRatio < 0.7) belowLimit++;
      const composition = compositionOf(structure);
      const label = parseFormula(row.reduced_formula);
      const isWrong =
        !report.valid ||
        report.covalentRatio < 0.6 ||
        Math.abs(report.volume / row.volume - 1) > 1e-5 ||
        // The label counts pairs of sites only, so images of one site may be nearer.
        (row.min_distance !== null && report.shortestDistance > row.min_distance + 1e-4) ||
        !isSameComposition(parseFormula(hillFormula(composition)), composition) ||
        reducedFormula(composition) !== reducedFormula(label) ||
        anonymousFormula(composition) !== anonymousFormula(label) ||
        formulaUnits(composition) * Object.values(label).reduce((sum, n) => sum + n, 0) !==
          structure.sites.length;
      if (isWrong) wrong.push(row.material_id);
    }
    expect(wrong).toEqual([]);
    expect(belowLimit / rows.length).toBeLessThan(0.005);
  });

  it("have the primitive cells that spglib finds, where they are no primitive ones", () => {
    const reducible = rows.filter(({ nsites, nsites_primitive }) => nsites !== nsites_primitive);
    const some = [...reducible, ...rows.filter((_, index) => index % 50 === 0)];
    const wrong = some.filter((row) => {
      const { sites } = primitiveCell(readSimpleCif(row.cif), { tolerance: 0.1 });
      return sites.length !== row.nsites_primitive;
    });
    expect(reducible.length).toBeGreaterThan(500);
    // Two are primitive for pymatgen too: spglib first moves atoms onto symmetry elements.
    expect(wrong.length).toBeLessThanOrEqual(3);
  });

  it.each([
    ["common", 46.2, 45.1, 69.2],
    ["all", 72.9, 68.5, 87.7],
    ["smact14", 76.3, 71.8, 89.1],
    ["icsd24", 79.5, 73.9, 90.6],
  ] as const)(
    "pass the test of neutrality as the README says: %s",
    (oxidationStates, neutral, ordered, valid) => {
      const reports = rows
        .filter(({ split }) => split === "test")
        .map((row) => checkNeutrality(parseFormula(row.reduced_formula), { oxidationStates }));
      const share = (key: "neutral" | "paulingOrdered" | "valid"): number =>
        (100 * reports.filter((report) => report[key]).length) / reports.length;
      const found = [share("neutral"), share("paulingOrdered"), share("valid")];
      expect(found.map((value) => value.toFixed(1))).toEqual(
        [neutral, ordered, valid].map((value) => value.toFixed(1)),
      );
    },
  );
});
