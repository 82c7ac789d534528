import { createLattice, createSite } from "@ftcp/crystal";
import type { Vector3 } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";

import { expandSymmetry } from "./expandSymmetry.ts";
import { parseSymmetryOperation } from "./parseSymmetryOperation.ts";

const cubic = createLattice({ a: 5, b: 5, c: 5, alpha: 90, beta: 90, gamma: 90 });
// Pm-3m without the inversion: the 24 rotations of a cube.
const rotations = [
  ...["x,y,z", "x,-y,-z", "-x,y,-z", "-x,-y,z", "y,x,-z", "-y,-x,-z", "y,-x,z", "-y,x,z"],
  ...["z,x,y", "z,-x,-y", "-z,x,-y", "-z,-x,y", "z,y,-x", "-z,-y,-x", "z,-y,x", "-z,y,x"],
  ...["y,z,x", "-y,z,-x", "y,-z,-x", "-y,-z,x", "x,z,-y", "-x,-z,-y", "x,-z,y", "-x,z,y"],
].map(parseSymmetryOperation);

function multiplicity(position: Vector3): number {
  return expandSymmetry({ lattice: cubic, sites: [createSite("Na", position)] }, rotations).sites
    .length;
}

describe("expandSymmetry", () => {
  it.each<[Vector3, number]>([
    [[0, 0, 0], 1],
    [[0.5, 0.5, 0.5], 1],
    [[0, 0.5, 0.5], 3],
    [[0.2, 0, 0], 6],
    [[0.2, 0.2, 0.2], 8],
    [[0.2, 0.2, 0], 12],
    [[0.1, 0.2, 0.3], 24],
    [[0.0001, -0.0001, 0.0002], 1],
  ])("gives %j the multiplicity of its Wyckoff position, %d", (position, expected) => {
    expect(multiplicity(position)).toBe(expected);
  });

  it("gives a multiplicity that divides the order of the group, for any position", () => {
    const coordinate = fc.integer({ min: 0, max: 47 }).map((n) => n / 48);
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, (x, y, z) => {
        expect(24 % multiplicity([x, y, z])).toBe(0);
      }),
    );
  });

  it("finds coinciding positions in a large cell as well as in a small one", () => {
    const lattice = createLattice({ a: 60, b: 50, c: 40, alpha: 60, beta: 110, gamma: 75 });
    const sites = Array.from({ length: 3000 }, (_, index) =>
      createSite(
        [{ element: "O", occupancy: 0.25 }],
        [(index % 1500) / 1500, ((index % 1500) * 7) / 1500, ((index % 1500) * 31) / 1500],
      ),
    );
    const identity = parseSymmetryOperation("x,y,z");
    const { sites: merged } = expandSymmetry({ lattice, sites }, [identity]);
    expect(merged).toHaveLength(1500);
    expect(merged.every(({ species }) => species[0]?.occupancy === 0.5)).toBe(true);
  });
});
