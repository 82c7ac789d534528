import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { parsePoscar } from "@ftcp/cif";
import { compareStructures, createStructure, latticeFromMatrix, type Matrix3 } from "@ftcp/crystal";
import { writeVaspInputs } from "./writeVaspInputs.ts";

/** Made by tools/reference/dft/make_vasp_fixtures.py. */
const golden = JSON.parse(readFileSync(new URL("../test/vasp.json", import.meta.url), "utf8")) as {
  readonly potentials: Readonly<Record<string, string>>;
  readonly crystals: Readonly<
    Record<
      string,
      {
        readonly matrix: Matrix3;
        readonly elements: readonly string[];
        readonly positions: readonly [number, number, number][];
        readonly incar: Readonly<Record<string, unknown>>;
        readonly mesh: readonly number[];
      }
    >
  >;
};

/** An INCAR value as pymatgen reads it: lists without their counts, truth as such. */
function readValue(tag: string, text: string): unknown {
  if (text === ".TRUE." || text === ".FALSE.") return text === ".TRUE.";
  const values = text.split(" ").flatMap((word) => {
    const [count, value = ""] = word.includes("*") ? word.split("*") : ["1", word];
    const number = Number(value);
    return Array<unknown>(Number(count)).fill(Number.isNaN(number) ? value : number);
  });
  return ["LDAUU", "LDAUL", "LDAUJ", "MAGMOM"].includes(tag) ? values : values[0];
}

describe("writeVaspInputs", () => {
  it.each(Object.entries(golden.crystals))("gives the settings of MPRelaxSet: %s", (_, given) => {
    const lattice = latticeFromMatrix(given.matrix);
    const structure = createStructure(lattice, given.elements, given.positions);
    const { INCAR, KPOINTS, POSCAR } = writeVaspInputs(structure);
    const tags = Object.fromEntries(
      INCAR.trim()
        .split("\n")
        .map((line) => line.split(" = ") as [string, string])
        .filter(([tag]) => tag !== "SYSTEM")
        .map(([tag, text]) => [tag, readValue(tag, text)]),
    );
    const { EDIFF, ...rest } = tags;
    const { EDIFF: expected, ...others } = given.incar;
    expect(rest).toEqual(others);
    expect(EDIFF).toBeCloseTo(expected as number, 12);
    expect(KPOINTS.split("\n").slice(1, 4)).toEqual(["0", "Gamma", given.mesh.join(" ")]);
    expect(compareStructures(parsePoscar(POSCAR), structure)).toBe(true);
  });

  const lattice = latticeFromMatrix([
    [4, 0, 0],
    [0, 4, 0],
    [0, 0, 4],
  ]);
  const pairOf = (a: string, b: string): ReturnType<typeof createStructure> =>
    createStructure(
      lattice,
      [a, b],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
      ],
    );

  it("names the potentials of the Materials Project, for every element that has one", () => {
    for (const [element, name] of Object.entries(golden.potentials)) {
      if (element === "O") continue;
      expect(writeVaspInputs(pairOf(element, "O")).potentials).toEqual([name, "O"]);
    }
    expect(Object.keys(golden.potentials).length).toBeGreaterThan(80);
  });

  it("says which element has no potential, and takes one that is named", () => {
    let error: unknown;
    try {
      writeVaspInputs(pairOf("Po", "O"));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: "DFT_NO_POTENTIAL", data: { element: "Po" } });
    const potentials = { Po: "Po_d" };
    expect(writeVaspInputs(pairOf("Po", "O"), { potentials }).potentials).toEqual(["Po_d", "O"]);
  });

  it("groups the sites by element, so that moments and potentials stand in the POSCAR's order", () => {
    const positions = [0, 0.25, 0.5, 0.75].map((x) => [x, 0, 0] as const);
    const structure = createStructure(lattice, ["Fe", "S", "Fe", "S"], positions);
    const { POSCAR, INCAR, potentials } = writeVaspInputs(structure, { title: "mixed" });
    expect(POSCAR.split("\n").slice(5, 7)).toEqual(["Fe S", "2 2"]);
    expect(INCAR).toContain("MAGMOM = 2*5 2*0.6\n");
    expect(INCAR).toContain("SYSTEM = mixed\n");
    expect(potentials).toEqual(["Fe_pv", "S"]);
  });

  it("writes thresholds for any number of sites with few digits", () => {
    const positions = Array.from({ length: 9 }, (_, i) => [i / 9, 0, 0] as const);
    const nine = createStructure(lattice, Array<string>(9).fill("Fe"), positions);
    expect(writeVaspInputs(nine).INCAR).toContain("EDIFF = 0.00045\n");
  });

  it("lets tags be replaced and left out", () => {
    const { INCAR } = writeVaspInputs(pairOf("Na", "Cl"), {
      incar: { ENCUT: 400, MAGMOM: undefined },
    });
    expect(INCAR).toContain("ENCUT = 400\n");
    expect(INCAR).not.toContain("MAGMOM");
  });

  it("refuses a shared site", () => {
    const { lattice: cell, sites } = pairOf("Na", "Cl");
    const shared = { species: [{ element: "Na", occupancy: 0.5 }], fractional: [0, 0, 0] as const };
    const write = (): unknown => writeVaspInputs({ lattice: cell, sites: [...sites, shared] });
    expect(write).toThrow(expect.objectContaining({ code: "CRYSTAL_DISORDERED_SITE" }));
  });
});
