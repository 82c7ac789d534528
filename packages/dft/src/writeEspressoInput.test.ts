import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import { planKPoints } from "./planKPoints.ts";
import { writeEspressoInput } from "./writeEspressoInput.ts";

const lattice = createLattice({ a: 4.2, b: 4.2, c: 4.2, alpha: 90, beta: 90, gamma: 90 });
const structure = createStructure(
  lattice,
  ["Cs", "Cl"],
  [
    [0, 0, 0],
    [0.5, 0.5, 1e-7],
  ],
);
const pseudopotentials = { Cs: "Cs.upf", Cl: "Cl.upf" };

describe("writeEspressoInput", () => {
  it("writes namelists and cards with every digit", () => {
    const lines = writeEspressoInput(structure, { pseudopotentials }).split("\n");
    expect(lines).toContain("  nat = 2");
    expect(lines).toContain("  ntyp = 2");
    expect(lines).toContain("  ecutrho = 480");
    expect(lines).toContain("  Cl 0.5 0.5 1.0d-7");
    expect(lines.slice(lines.indexOf("K_POINTS automatic") + 1)).toEqual(["  5 5 5 0 0 0", ""]);
    expect(lines.filter((line) => line === "/")).toHaveLength(5);
  });

  it("writes thresholds for any number of sites with few digits", () => {
    const positions = Array.from({ length: 9 }, (_, i) => [i / 9, 0, 0] as const);
    const nine = createStructure(lattice, Array<string>(9).fill("Cs"), positions);
    const lines = writeEspressoInput(nine, { pseudopotentials }).split("\n");
    expect(lines).toContain("  conv_thr = 9d-9");
    expect(lines).toContain("  etot_conv_thr = 0.00009");
  });

  it("relaxes only what it is told to", () => {
    const write = (calculation: "relax" | "scf"): string =>
      writeEspressoInput(structure, { pseudopotentials, calculation });
    expect(write("relax")).toContain("&IONS");
    expect(write("relax")).not.toContain("&CELL\n");
    expect(write("scf")).not.toContain("&IONS");
  });

  it("refuses an element without a pseudopotential, no sites, quotes and cut-offs that are none", () => {
    const codeOf = (work: () => unknown): unknown => {
      try {
        work();
      } catch (error) {
        return (error as { code?: string }).code ?? (error as Error).name;
      }
      return undefined;
    };
    const write = (options: object, given = structure): unknown =>
      codeOf(() => writeEspressoInput(given, { pseudopotentials, ...options }));
    expect(write({ pseudopotentials: { Cs: "Cs.upf" } })).toBe("DFT_NO_POTENTIAL");
    expect(write({}, { lattice, sites: [] })).toBe("CRYSTAL_NO_SITES");
    expect(write({ prefix: "it's" })).toBe("RangeError");
    expect(write({ waveCutoff: 0 })).toBe("RangeError");
    expect(write({ density: NaN })).toBe("RangeError");
  });
});

describe("planKPoints", () => {
  it("has one point along an axis that is long, more along short ones", () => {
    const slab = createLattice({ a: 3, b: 3, c: 40, alpha: 90, beta: 90, gamma: 90 });
    const [x, y, z] = planKPoints(slab);
    expect(x).toBe(y);
    expect(z).toBe(1);
    expect(x).toBeGreaterThan(5);
  });
});
