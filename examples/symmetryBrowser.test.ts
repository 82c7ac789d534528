import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { parseCif, writeCif } from "@ftcp/cif";
import { createLattice, createStructure, formatOperation } from "@ftcp/crystal";
import type { Vector3 } from "@ftcp/crystal";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { findChromium } from "@ftcp/testing";
import { askPage } from "./browser/askPage.ts";
import type { SymmetryReport } from "./browser/symmetryPage.ts";

const describeBrowser = findChromium() === undefined ? describe.skip : describe;

const write = (
  [a, b, c, alpha, beta, gamma]: readonly [number, number, number, number, number, number],
  sites: readonly (readonly [string, Vector3])[],
): string =>
  writeCif(
    createStructure(
      createLattice({ a, b, c, alpha, beta, gamma }),
      sites.map(([element]) => element),
      sites.map(([, position]) => position),
    ),
  );

/** Silicon's primitive cell at no special origin, quartz, rutile. */
const cifs = [
  write(
    [3.84, 3.84, 3.84, 60, 60, 60],
    [
      ["Si", [0.11, 0.22, 0.33]],
      ["Si", [0.36, 0.47, 0.58]],
    ],
  ),
  write(
    [4.913, 4.913, 5.405, 90, 90, 120],
    [
      ["Si", [0.4697, 0, 1 / 3]],
      ["Si", [0, 0.4697, 2 / 3]],
      ["Si", [0.5303, 0.5303, 0]],
      ["O", [0.4135, 0.2669, 0.2144]],
      ["O", [0.7331, 0.1466, 0.2144 + 1 / 3]],
      ["O", [0.8534, 0.5865, 0.2144 + 2 / 3]],
      ["O", [0.2669, 0.4135, 0.7856]],
      ["O", [0.1466, 0.7331, 0.7856 - 1 / 3]],
      ["O", [0.5865, 0.8534, 0.7856 - 2 / 3]],
    ],
  ),
  write(
    [4.594, 4.594, 2.959, 90, 90, 90],
    [
      ["Ti", [0, 0, 0]],
      ["Ti", [0.5, 0.5, 0.5]],
      ["O", [0.305, 0.305, 0]],
      ["O", [0.695, 0.695, 0]],
      ["O", [0.195, 0.805, 0.5]],
      ["O", [0.805, 0.195, 0.5]],
    ],
  ),
];

describeBrowser("symmetry in Chromium (needs an installed chromium)", () => {
  it("is the same as in Node", async () => {
    const wasm = fileURLToPath(import.meta.resolve("@spglib/moyo-wasm/moyo_wasm_bg.wasm"));
    const answer = await askPage({
      module: "symmetryPage.ts",
      read: async (path) => (path === "/cifs.json" ? JSON.stringify(cifs) : await readFile(wasm)),
      flags: ["--disable-gpu"],
    });
    const reports = JSON.parse(answer) as SymmetryReport[];
    expect(reports.map(({ symbol }) => symbol)).toEqual(["F d -3 m", "P 31 2 1", "P 42/m n m"]);

    const finder = await loadSymmetryFinder();
    const expected = cifs.map((cif): SymmetryReport => {
      const dataset = finder.find(parseCif(cif));
      return {
        symbol: dataset.hermannMauguin,
        hallNumber: dataset.hallNumber,
        pearson: dataset.pearsonSymbol,
        wyckoff: dataset.wyckoffLetters.join(""),
        operations: dataset.operations.map(formatOperation),
      };
    });
    expect(reports).toEqual(expected);
  });
});
