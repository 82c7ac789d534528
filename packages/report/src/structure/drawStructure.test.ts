import { describe, expect, it } from "@jest/globals";
import { createLattice, createSite, createStructure } from "@ftcp/crystal";
import type { Vector3 } from "@ftcp/crystal";
import { drawStructure } from "./drawStructure.ts";

const cubic = (a: number) => createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 });
const faceCentred: readonly Vector3[] = [
  [0, 0, 0],
  [0, 0.5, 0.5],
  [0.5, 0, 0.5],
  [0.5, 0.5, 0],
];
const options = { id: "s1", label: "drawing" };

const atomsOf = (svg: string, symbol: string): number =>
  svg.split('<g class="elements">')[0]?.split(`url(#s1-${symbol})`).length ?? 0;
const bondsOf = (svg: string): number => (svg.match(/stroke-width=/g)?.length ?? 0) / 2;

describe("drawStructure", () => {
  it("repeats atoms on faces, edges and corners: 14 Na and 13 Cl in a rock-salt cell", () => {
    const rockSalt = createStructure(
      cubic(5.64),
      ["Na", "Na", "Na", "Na", "Cl", "Cl", "Cl", "Cl"],
      [...faceCentred, ...faceCentred.map(([x, y, z]): Vector3 => [x + 0.5, y, z])],
    );
    const svg = drawStructure(rockSalt, options);
    // 8 corners and 6 faces; 12 edges and the centre.
    expect(atomsOf(svg, "Na") - 1).toBe(14);
    expect(atomsOf(svg, "Cl") - 1).toBe(13);
    // The drawn block is 3 × 3 × 3 atoms: 3 directions of 2 × 3 × 3 contacts; no Na–Na bonds.
    expect(bondsOf(svg)).toBe(54);
  });

  it("bonds silicon in diamond: 16 bonds within the cell", () => {
    const silicon = createStructure(
      cubic(5.43),
      Array.from({ length: 8 }, () => "Si"),
      [...faceCentred, ...faceCentred.map(([x, y, z]): Vector3 => [x + 0.25, y + 0.25, z + 0.25])],
    );
    const svg = drawStructure(silicon, options);
    expect(atomsOf(svg, "Si") - 1).toBe(18);
    expect(bondsOf(svg)).toBe(16);
  });

  it("draws the cell's 12 edges, inside the picture, even when the cell is long and skewed", () => {
    const lattice = createLattice({ a: 3, b: 4, c: 40, alpha: 60, beta: 110, gamma: 130 });
    const svg = drawStructure(createStructure(lattice, ["K"], [[0.999, 0.5, 0.2]]), options);
    expect(svg.match(/class="edge"/g)).toHaveLength(12 * 10 + 3);
    const numbers = [...svg.matchAll(/c[xy]="([^"]*)"/g)].map(([, text]) => Number(text));
    expect(Math.min(...numbers)).toBeGreaterThan(0);
    expect(Math.max(...numbers)).toBeLessThan(372);
    expect(atomsOf(svg, "K") - 1).toBe(2);
  });

  it("draws a crystal of one collapsed atom pair without bonds or NaN", () => {
    const twice: readonly Vector3[] = [
      [0.5, 0.5, 0.5],
      [0.5, 0.5, 0.5],
    ];
    const svg = drawStructure(createStructure(cubic(4), ["Bk", "Lr"], twice), options);
    expect(svg).not.toContain("NaN");
    expect(bondsOf(svg)).toBe(0);
  });

  it("refuses a disordered crystal", () => {
    const site = createSite([{ element: "Na", occupancy: 0.5 }], [0, 0, 0]);
    expect(() => drawStructure({ lattice: cubic(4), sites: [site] }, options)).toThrow(
      expect.objectContaining({ code: "CRYSTAL_DISORDERED_SITE" }),
    );
  });
});
