import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { createStructure, findNeighbors, latticeFromMatrix, latticeVolume } from "@ftcp/crystal";
import type { Matrix3, Structure, Vector3 } from "@ftcp/crystal";
import { createRandom } from "@ftcp/random";
import { buildVoronoiCell } from "./buildVoronoiCell.ts";

/** Neighbours of a site relative to it, nearest first. */
function around(structure: Structure, site: number, radius: number): readonly Vector3[] {
  const { matrix } = structure.lattice;
  const at = (index: number): Vector3 => structure.sites[index]?.fractional ?? [0, 0, 0];
  return findNeighbors(structure, radius)
    .filter(({ from }) => from === site)
    .map(({ to, offset }): Vector3 => {
      const step = [0, 1, 2].map((i) => (at(to)[i] ?? 0) + (offset[i] ?? 0) - (at(site)[i] ?? 0));
      const axis = (k: 0 | 1 | 2): number =>
        matrix.reduce((sum, row, i) => sum + (step[i] ?? 0) * row[k], 0);
      return [axis(0), axis(1), axis(2)];
    });
}

const sum = (values: readonly number[]): number => values.reduce((total, x) => total + x, 0);

describe("buildVoronoiCell", () => {
  it("of a simple cubic crystal is the cube, of a face-centred one the rhombic dodecahedron", () => {
    const cubic = createStructure(
      latticeFromMatrix([
        [3, 0, 0],
        [0, 3, 0],
        [0, 0, 3],
      ]),
      ["Po"],
      [[0, 0, 0]],
    );
    const cube = buildVoronoiCell(around(cubic, 0, 7), 100) ?? [];
    expect(cube).toHaveLength(6); // neighbours along face and space diagonals touch edges and corners alone
    for (const { area, solidAngle } of cube) {
      expect(area).toBeCloseTo(9, 9);
      expect(solidAngle).toBeCloseTo((4 * Math.PI) / 6, 9);
    }
    const copper = createStructure(
      latticeFromMatrix([
        [0, 2, 2],
        [2, 0, 2],
        [2, 2, 0],
      ]),
      ["Cu"],
      [[0, 0, 0]],
    );
    const dodecahedron = buildVoronoiCell(around(copper, 0, 7), 100) ?? [];
    expect(dodecahedron).toHaveLength(12);
    for (const { area, solidAngle } of dodecahedron) {
      expect(area).toBeCloseTo(Math.SQRT2 * 2, 9); // of the rhombus with diagonals 2√2 and 2
      expect(solidAngle).toBeCloseTo(Math.PI / 3, 9);
    }
  });

  it("encloses the atom, and all cells of a crystal fill it", () => {
    const random = createRandom(8);
    for (let trial = 0; trial < 20; trial++) {
      const entry = (): number => 4 * (random.uniform() - 0.5);
      const matrix: Matrix3 = [
        [6, entry(), entry()],
        [entry(), 6, entry()],
        [entry(), entry(), 6],
      ];
      const count = 1 + random.integer(8);
      const structure = createStructure(
        latticeFromMatrix(matrix),
        new Array<string>(count).fill("Ar"),
        Array.from({ length: count }, (): Vector3 => [
          random.uniform(),
          random.uniform(),
          random.uniform(),
        ]),
      );
      const cells = structure.sites.map((_, site) => {
        const neighbors = around(structure, site, 16);
        const faces = buildVoronoiCell(neighbors, 1000) ?? [];
        expect(sum(faces.map(({ solidAngle }) => solidAngle))).toBeCloseTo(4 * Math.PI, 6);
        // A pyramid over each face, half as high as the neighbour is far.
        return sum(
          faces.map(
            ({ neighbor, area }) => (area * Math.hypot(...(neighbors[neighbor] ?? [0]))) / 6,
          ),
        );
      });
      expect(sum(cells) / Math.abs(latticeVolume(structure.lattice))).toBeCloseTo(1, 6);
    }
  });

  it("has the areas and solid angles of Qhull", () => {
    const { crystals } = JSON.parse(
      readFileSync(new URL("../../test/fixtures/fingerprints.json", import.meta.url), "utf8"),
    ) as {
      crystals: {
        matrix: Matrix3;
        elements: string[];
        fractional: Vector3[];
        faces: [number, number][];
      }[];
    };
    for (const { matrix, elements, fractional, faces } of crystals) {
      const structure = createStructure(latticeFromMatrix(matrix), elements, fractional);
      const near = buildVoronoiCell(around(structure, 0, 7), 1000);
      const cell = (near ?? buildVoronoiCell(around(structure, 0, 14), 1000) ?? [])
        .map(({ solidAngle, area }) => [solidAngle, area] as const)
        .filter(([solidAngle]) => solidAngle > 1e-6)
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(cell).toHaveLength(faces.length);
      for (const [i, [solidAngle, area]] of faces.entries()) {
        expect(cell[i]?.[0]).toBeCloseTo(solidAngle, 6);
        expect(cell[i]?.[1]).toBeCloseTo(area, 6);
      }
    }
  });

  it("is undefined when the neighbours leave a way out", () => {
    const sheet: readonly Vector3[] = [
      [1, 0, 0],
      [-1, 0, 0],
      [0, 1, 0],
      [0, -1, 0],
    ];
    expect(buildVoronoiCell(sheet, 100)).toBeUndefined();
    expect(buildVoronoiCell([], 100)).toBeUndefined();
  });
});
