import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import type { Vector3 } from "@ftcp/crystal";
import {
  createLayout,
  elementalProperties,
  featurize,
  propertyVector,
  structureFactors,
} from "@ftcp/featurize";
import { describe, expect, it } from "@jest/globals";
import { createStructure, latticeFromMatrix, type Matrix3 } from "@ftcp/crystal";
import { expectClose, sharedData } from "@ftcp/testing";

interface GoldenCrystal {
  readonly material_id: string;
  readonly sites: readonly [elements: readonly string[], coordinates: readonly Vector3[]];
  readonly lattice: Matrix3;
  readonly propertyIndices: readonly number[];
  readonly F_re: readonly (readonly number[])[];
  readonly F_im: readonly (readonly number[])[];
  readonly FZ_re: readonly number[];
  readonly FZ_im: readonly number[];
}

const shared = sharedData();
const describeShared = shared === undefined ? describe.skip : describe;

const methods = ["direct", "fft"] as const;

/** The order of the file: h outer, k, l inner, each from -3 to 3. */
const planes: Vector3[] = [];
for (let h = -3; h <= 3; h++) {
  for (let k = -3; k <= 3; k++) {
    for (let l = -3; l <= 3; l++) {
      if (Math.abs(h) + Math.abs(k) + Math.abs(l) <= 3) planes.push([h, k, l]);
    }
  }
}

describeShared("Eq. 1 against numpy (needs ../shared)", () => {
  const path = join(shared ?? "", "golden-structure-factors.jsonl.gz");
  const crystals =
    shared === undefined
      ? []
      : gunzipSync(readFileSync(path))
          .toString("utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as GoldenCrystal);

  it.each(methods)("agrees by %s to 1e-6, the precision of the file, for 63 planes", (method) => {
    expect(crystals.length).toBeGreaterThan(150);
    for (const crystal of crystals) {
      const [elements, coordinates] = crystal.sites;
      const vectors = new Map(elements.map((element) => [element, propertyVector(element)]));
      const weights = elements.map((element) => vectors.get(element) ?? []);
      const { real, imaginary } = structureFactors({ positions: coordinates, weights }, planes, {
        method,
      });
      crystal.propertyIndices.forEach((bit, index) => {
        const column = (values: Float64Array): number[] =>
          planes.map((_, plane) => values[plane * 92 + bit] ?? Number.NaN);
        expectClose(column(real), crystal.F_re[index] ?? [], { rtol: 0, atol: 1e-6 });
        expectClose(column(imaginary), crystal.F_im[index] ?? [], { rtol: 0, atol: 1e-6 });
      });
    }
  });

  it.each(methods)(
    "agrees by %s for the atomic number, to the rounding of coordinates",
    (method) => {
      const numbers = new Map(
        elementalProperties.map(({ symbol }, index) => [symbol, [index + 1]]),
      );
      for (const crystal of crystals) {
        const [elements, coordinates] = crystal.sites;
        const vectors = elements.map((element) => numbers.get(element) ?? []);
        const { real, imaginary } = structureFactors(
          { positions: coordinates, weights: vectors },
          planes,
          { method },
        );
        // The file rounds coordinates to 1e-8: half of that times 2π times |h| + |k| + |l| <= 3, times
        // the electrons in the cell; and F itself to 1e-6.
        const electrons = vectors.reduce((sum, [number]) => sum + (number ?? 0), 0);
        const tolerance = { rtol: 0, atol: 1e-6 + 1e-7 * electrons };
        expectClose(real, crystal.FZ_re, tolerance);
        expectClose(imaginary, crystal.FZ_im, tolerance);
      }
    },
  );

  it("stands in the rows of the tensor, to float32", () => {
    const layout = createLayout({ name: "paper", maxElements: 10, maxSites: 60 });
    const start = layout.blocks.find(({ name }) => name === "structureFactors")?.start ?? 0;
    for (const crystal of crystals.filter(({ sites }) => sites[0].length <= 60)) {
      const structure = createStructure(latticeFromMatrix(crystal.lattice), ...crystal.sites);
      const { data } = featurize(structure, layout);
      let row = start;
      for (const [h, k, l] of layout.planes) {
        const at = planes.findIndex((plane) => plane[0] === h && plane[1] === k && plane[2] === l);
        for (const values of h || k || l ? [crystal.F_re, crystal.F_im] : [crystal.F_re]) {
          crystal.propertyIndices.forEach((bit, index) => {
            const expected = values[index]?.[at] ?? Number.NaN;
            // float32 below 64: 4e-6
            expectClose([data[row * 92 + bit] ?? Number.NaN], [expected], { rtol: 0, atol: 5e-6 });
          });
          row++;
        }
      }
    }
  });
});
