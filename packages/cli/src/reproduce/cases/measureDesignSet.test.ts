import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure, type Structure } from "@ftcp/crystal";
import { describeDesignSet } from "./describeDesignSet.ts";
import { measureDesignSet } from "./measureDesignSet.ts";

/** Rock salt, primitive. */
function rockSalt(cation: string, anion: string, a: number): Structure {
  const length = a / Math.sqrt(2);
  const lattice = createLattice({
    ...{ a: length, b: length, c: length },
    ...{ alpha: 60, beta: 60, gamma: 60 },
  });
  const places = [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ] as const;
  return createStructure(lattice, [cation, anion], places);
}

const salt = rockSalt("Na", "Cl", 5.64);
const test = [salt, rockSalt("K", "Cl", 6.29)];
const train = [rockSalt("Li", "F", 4.03)];
// The first is a test crystal, the second a training crystal, the third has charges that do not balance.
const designs = [salt, rockSalt("Li", "F", 4.03), rockSalt("La", "F", 5.8)];

describe("measureDesignSet", () => {
  it("tells validity, uniqueness, novelty, coverage and distances", async () => {
    const judged = { designs: [-2, -3, -1], test: [-2, -2] };
    const report = await measureDesignSet(designs, { test, train, judged });
    expect(report).toMatchObject({ generated: 3, constructed: 1, structuralValidity: 1 });
    expect(report.compositionalValidity).toBeCloseTo(2 / 3, 12);
    expect(report).toMatchObject({ uniqueFormulas: 1, uniqueStructures: 1 });
    expect(report.novelFormulas).toBeCloseTo(2 / 3, 12);
    expect(report.novelStructures).toBeCloseTo(2 / 3, 12);
    // Only its own fingerprint is at distance 0; all are rock salt.
    expect(report.coverage?.recallDistances[0]).toBeCloseTo(0, 6);
    expect(report.distances).toMatchObject({ elements: 0 });
    expect(report.distances.property).toBeCloseTo(0.5, 12); // of -2 and -3, which are valid, from -2
  });

  it("is described with the property only where a judge compared it", async () => {
    const report = await measureDesignSet(designs, { test, train });
    const percent = (share: number): string => `${Math.round(100 * share)} %`;
    const text = describeDesignSet(report, undefined, percent).join("\n");
    expect(text).toContain("67 % valid (structure 100 %, composition by SMACT 67 %)");
    expect(text).toContain("Coverage: ");
    expect(text).not.toContain("CGCNN");
  });
});
