import {
  checkValidity,
  compositionOf,
  createLattice,
  createStructure,
  shortestDistance,
} from "@ftcp/crystal";
import type { Structure, Vector3 } from "@ftcp/crystal";
import type { SymmetryFinder } from "@ftcp/crystal/symmetry";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { describe, expect, it } from "@jest/globals";
import {
  designCrystals,
  measureQuality,
  parseTarget,
  repairCrystal,
  repairLatents,
} from "@ftcp/sampling";
import type { Design, DesignModel, DesignOptions, DesignSummary, Latents } from "@ftcp/sampling";
import fc from "fast-check";
import { createToyIndex, createToyModel, decodeOne } from "./toyModel.ts";

const finder = await loadSymmetryFinder();

/** A model of one overlap: `(z0 - 3)²` where the first number is less than 3. */
const overlaps = {
  latentSize: 2,
  differentiateOverlap: ({ data, shape: [count] }: Latents): Promise<Float32Array> => {
    const gradients = new Float32Array(data.length);
    for (let row = 0; row < count; row++) {
      gradients[2 * row] = Math.min(0, 2 * ((data[2 * row] ?? 0) - 3));
    }
    return Promise.resolve(gradients);
  },
};

describe("repairLatents", () => {
  it("goes down the gradient by at most a rate per step, and leaves sound latents alone", async () => {
    const data = Float32Array.of(0, 5, 4, 1, 2.9, 0);
    const { latents, moved } = await repairLatents({ data, shape: [3, 2] }, overlaps);
    expect([...data]).toEqual([...Float32Array.of(0, 5, 4, 1, 2.9, 0)]);
    // Far away each of five steps is 0.6 long: 0, 0.6, …, 3.
    expect(latents.data[0]).toBeCloseTo(3, 5);
    expect([...latents.data.subarray(1, 4)]).toEqual([5, 4, 1]);
    // Near by a step is 0.6 of the gradient, 2 · 0.1: beyond 3 after one.
    expect(latents.data[4]).toBeCloseTo(3.02, 5);
    expect(moved[0]).toBeCloseTo(3, 5);
    expect(moved[1]).toBe(0);
    expect(moved[2]).toBeCloseTo(0.12, 5);
  });

  it("makes as many steps as it is told, and none longer", async () => {
    const latents = { data: Float32Array.of(-10, 0), shape: [1, 2] as const };
    const { moved } = await repairLatents(latents, overlaps, { steps: 2, rate: 0.5 });
    expect(moved[0]).toBeCloseTo(1, 6);
  });

  it("refuses what does not fit", async () => {
    const wrong = { data: new Float32Array(3), shape: [1, 3] as const };
    await expect(repairLatents(wrong, overlaps)).rejects.toMatchObject({
      code: "SAMPLING_MODEL_MISMATCH",
    });
    const good = { data: new Float32Array(2), shape: [1, 2] as const };
    const broken = {
      latentSize: 2,
      differentiateOverlap: () => Promise.resolve(new Float32Array(5)),
    };
    await expect(repairLatents(good, broken)).rejects.toMatchObject({
      code: "SAMPLING_MODEL_MISMATCH",
    });
    await expect(repairLatents(good, overlaps, { steps: 0 })).rejects.toThrow(RangeError);
    await expect(repairLatents(good, overlaps, { rate: NaN })).rejects.toThrow(RangeError);
    const stopped = AbortSignal.abort(new Error("enough"));
    await expect(repairLatents(good, overlaps, { signal: stopped })).rejects.toThrow("enough");
  });
});

const anyCrystal: fc.Arbitrary<Structure> = fc
  .record({
    a: fc.double({ min: 2.5, max: 9, noNaN: true }),
    b: fc.double({ min: 2.5, max: 9, noNaN: true }),
    c: fc.double({ min: 2.5, max: 9, noNaN: true }),
    alpha: fc.double({ min: 60, max: 110, noNaN: true }),
    beta: fc.double({ min: 60, max: 110, noNaN: true }),
    gamma: fc.double({ min: 60, max: 110, noNaN: true }),
    sites: fc.array(
      fc.tuple(
        fc.constantFrom("Na", "Ti", "O"),
        fc.tuple(
          fc.double({ min: 0, max: 0.999, noNaN: true }),
          fc.double({ min: 0, max: 0.999, noNaN: true }),
          fc.double({ min: 0, max: 0.999, noNaN: true }),
        ),
      ),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ sites, ...parameters }) =>
    createStructure(
      createLattice(parameters),
      sites.map(([element]) => element),
      sites.map(([, place]): Vector3 => place),
    ),
  );

describe("repairCrystal", () => {
  it("never changes the composition nor lowers the share of valid distances, and keeps the raw crystal", () => {
    fc.assert(
      fc.property(anyCrystal, (crystal) => {
        const { structure, raw, records, stages, symmetry } = repairCrystal(crystal, { finder });
        expect(raw).toBe(crystal);
        expect(compositionOf(structure)).toEqual(compositionOf(crystal));
        expect(records.map(({ kind }) => kind)).toEqual(["volume", "symmetry", "separation"]);
        expect(stages).toHaveLength(3);
        expect(stages[2]).toBe(structure);
        const separation = records[2];
        if (separation?.kind === "separation" && separation.reached) {
          expect(checkValidity(structure, { minimumCovalentRatio: 0.7 }).failures).toEqual([]);
        }
        if (symmetry !== undefined) {
          expect(finder.find(structure).number).toBe(symmetry.number);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("finds rock salt behind noise, strain and a cell far too small", () => {
    const noise = [0.02, -0.03, 0.01, 0.04, -0.02, 0.03];
    const crystal = createStructure(
      createLattice({ a: 2.95, b: 3, c: 2.98, alpha: 61, beta: 59.5, gamma: 60 }),
      ["Na", "Cl"],
      [
        [noise[0] ?? 0, noise[1] ?? 0, noise[2] ?? 0],
        [0.5 + (noise[3] ?? 0), 0.5 + (noise[4] ?? 0), 0.5 + (noise[5] ?? 0)],
      ],
    );
    const { structure, records, symmetry, volumeFactor } = repairCrystal(crystal, { finder });
    expect(symmetry?.number).toBe(225);
    expect(volumeFactor).toBeGreaterThan(2);
    expect(shortestDistance(structure)).toBeCloseTo(Math.cbrt(4 * (20.05 + 30.57)) / 2, 2);
    expect(records[1]).toMatchObject({ kind: "symmetry", after: { number: 225 } });
    expect(measureQuality(structure)).toEqual({
      distances: true,
      covalentRadii: true,
      volumePerAtom: true,
      neutral: true,
      neutralByAll: true,
    });
  });

  it("ends where a crystal stays in P 1 when told to, and does the same to all others", () => {
    let ended = 0;
    fc.assert(
      fc.property(anyCrystal, (crystal) => {
        const whole = repairCrystal(crystal, { finder });
        const short = repairCrystal(crystal, { finder, endAtP1: true });
        const staysInP1 = whole.records.some(
          (record) => record.kind === "symmetry" && record.after?.number === 1,
        );
        if (!staysInP1) expect(short).toEqual(whole);
        else {
          ended++;
          expect(short.symmetry?.number).toBe(1);
          expect(short.records).toEqual(whole.records.slice(0, 2));
          expect(short.stages).toEqual(whole.stages.slice(0, 2));
          expect(short.structure).toEqual(short.stages[1]);
        }
      }),
      { numRuns: 40 },
    );
    expect(ended).toBeGreaterThan(0);
  });

  it("leaves out what is not asked for", () => {
    const crystal = createStructure(
      createLattice({ a: 3, b: 3, c: 3, alpha: 90, beta: 90, gamma: 90 }),
      ["Cs"],
      [[0, 0, 0]],
    );
    expect(repairCrystal(crystal).records.map(({ kind }) => kind)).toEqual([
      "volume",
      "separation",
    ]);
    const { records, symmetry } = repairCrystal(crystal, {
      ...{ finder, volume: false, separation: false, symmetry: false },
    });
    expect(records).toEqual([]);
    expect(symmetry).toBeUndefined();
  });
});

/** The toy model, with atoms of each crystal moved by a little noise, and an encoder that knows its own crystals. */
function createNoisyModel(): DesignModel {
  const toy = createToyModel();
  const known = new Map<string, Float32Array>();
  return {
    ...toy,
    decode: async (latents) => {
      const results = await toy.decode(latents);
      return results.map((result, row) => {
        if (!result.ok) return result;
        const size = latents.shape[1];
        const latent = latents.data.slice(row * size, (row + 1) * size);
        const { lattice, sites } = result.value;
        known.set(sites.map(({ species }) => species[0]?.element).join(""), latent);
        const value = {
          lattice,
          sites: sites.map((site, i) => ({
            ...site,
            fractional: site.fractional.map((x, k) => (x + 0.01 * Math.sin(7 * i + k)) % 1) as [
              number,
              number,
              number,
            ],
          })),
        };
        return { ok: true, value };
      });
    },
    encode: (structures) => {
      const size = toy.latentSize;
      const data = new Float32Array(structures.length * size);
      structures.forEach(({ sites }, row) => {
        const symbols = sites.map(({ species }) => species[0]?.element ?? "");
        for (const [key, latent] of known) {
          if (symbols.every((symbol) => key.includes(symbol))) data.set(latent, row * size);
        }
      });
      return Promise.resolve({
        mean: { data, shape: [structures.length, size] },
        logVariance: {
          data: new Float32Array(data.length).fill(-8),
          shape: [structures.length, size],
        },
        indices: [...structures.keys()],
        failures: [],
      });
    },
  };
}

async function run(change: Partial<DesignOptions> = {}): Promise<{
  readonly designs: readonly Design[];
  readonly summary: DesignSummary;
}> {
  const designs: Design[] = [];
  let summary: DesignSummary | undefined;
  const events = designCrystals({
    ...{ model: createNoisyModel(), index: createToyIndex(), count: 10, seed: 1, seedsCount: 10 },
    targets: [parseTarget("formation_energy_per_atom=-0.5")],
    ...change,
  });
  for await (const event of events) {
    if (event.kind === "design") designs.push(event.design);
    if (event.kind === "summary") ({ summary } = event);
  }
  if (summary === undefined) throw new Error("no summary");
  return { designs, summary };
}

describe("designCrystals with repairs", () => {
  it("gives out symmetric crystals, with the raw one and every repair beside them", async () => {
    const { designs } = await run({ repair: { finder } });
    expect(designs).toHaveLength(10);
    for (const { structure, repair, reencoded, checks } of designs) {
      // Half-Heusler, F -4 3 m, behind the noise.
      expect(repair?.spaceGroup?.number).toBe(216);
      expect(repair?.spaceGroupBefore?.number).toBe(1);
      expect(finder.find(structure, { tolerance: 1e-4 }).number).toBe(216);
      expect(repair?.raw).not.toEqual(structure);
      expect(repair?.displacement.largest).toBeGreaterThan(0);
      expect(checks.valid).toBe(true);
      expect(reencoded?.uncertainty["formation_energy_per_atom"]).toBeGreaterThan(0);
      expect(reencoded?.uncertainty["formation_energy_per_atom"]).toBeLessThan(0.05);
      expect(reencoded?.expectedDistance).toBeGreaterThanOrEqual(0);
    }
  });

  it("counts every judged candidate at every step", async () => {
    // One batch: formulas of earlier ones are not repaired again.
    const { summary } = await run({ repair: { finder }, count: 30, batchSize: 512 });
    const { quality, sampled, accepted } = summary.funnel;
    expect(quality.map(({ name }) => name)).toEqual([
      ...["raw", "composition", "volume", "symmetry", "separation", "accepted"],
    ]);
    const { decodeFailed, wrongElementCount, knownFormula } = summary.funnel.rejected;
    const wanted = sampled - decodeFailed - wrongElementCount - knownFormula;
    expect(wanted).toBeLessThan(sampled);
    for (const step of quality) {
      const all = { raw: sampled, accepted }[step.name as string] ?? wanted;
      expect(step.candidates).toBe(all);
      expect(step.changed).toBeLessThanOrEqual(step.candidates);
      expect(step.neutralByAll).toBeGreaterThanOrEqual(step.neutral);
    }
    const of = (name: string, key: "aboveP1" | "covalentRadii"): number =>
      quality.find((step) => step.name === name)?.[key] ?? NaN;
    // In a tiny cell noise is below 0.01 Å.
    expect(of("composition", "aboveP1")).toBeLessThan(0.1 * wanted);
    expect(of("symmetry", "aboveP1")).toBeGreaterThan(0.9 * wanted);
    expect(of("separation", "covalentRadii")).toBeGreaterThanOrEqual(
      of("composition", "covalentRadii"),
    );
    expect(of("accepted", "covalentRadii")).toBe(accepted);
    const raw = await run();
    expect(raw.summary.funnel.quality.map(({ name }) => name)).toEqual(["raw", "accepted"]);
    expect(raw.designs[0]).not.toHaveProperty("repair");
  });

  it("gives the same designs whatever the batch size", async () => {
    const one = await run({ repair: { finder }, batchSize: 5 });
    const other = await run({ repair: { finder }, batchSize: 64 });
    expect(other.designs.map(({ structure }) => structure)).toEqual(
      one.designs.map(({ structure }) => structure),
    );
  });

  it("repairs the latents of crystals that are not sound, and only theirs", async () => {
    const latents = {
      latentSize: 4,
      differentiateOverlap: ({ data, shape: [count, size] }: Latents): Promise<Float32Array> => {
        const gradients = new Float32Array(data.length);
        // Towards larger cells.
        for (let row = 0; row < count; row++) gradients[row * size] = -1;
        return Promise.resolve(gradients);
      },
    };
    const sample = (z: readonly number[]) => ({
      latent: Float32Array.from(z),
      sampler: "lp" as const,
      roots: ["toy-0"],
      step: 0.6,
      distance: 1,
    });
    const samples = [sample([-3.9, 1, 1, 1]), sample([2, 2, 3, 4])];
    const { summary, designs } = await run({ samples, repair: { finder, latents } });
    expect(summary.ended).toBe("samples");
    const [raw, moved] = summary.funnel.quality;
    expect(raw).toMatchObject({ name: "raw", distances: 1 });
    expect(moved).toMatchObject({ name: "latents", changed: 1, distances: 2 });
    for (const { repair, latent } of designs) {
      expect(repair?.latentMoved).toBeCloseTo(latent[0] === 2 ? 0 : 3, 5);
    }
    expect(decodeOne([-3.9, 1, 1, 1]).ok).toBe(false);
  });

  it("keeps to charge neutrality when asked", async () => {
    const { designs, summary } = await run({ repair: { finder }, neutrality: "common", count: 5 });
    for (const { neutrality } of designs) expect(neutrality).toEqual({ common: true, all: true });
    const { rejected } = summary.funnel;
    expect(rejected.notNeutral).toBeGreaterThan(0);
  });

  it("keeps to space groups above P 1 when asked, and counts what it leaves out", async () => {
    // The finder sees no symmetry in crystals with alkaline earths.
    const half: Pick<SymmetryFinder, "find"> = {
      find: (structure, found) => {
        const elements = Object.keys(compositionOf(structure));
        const dataset = finder.find(structure, found);
        return elements.some((element) => ["Mg", "Ca", "Sr", "Ba"].includes(element))
          ? { ...dataset, number: 1 }
          : dataset;
      },
    };
    const any = await run({ repair: { finder: half } });
    expect(any.designs.some(({ repair }) => repair?.spaceGroup?.number === 1)).toBe(true);
    const { designs, summary } = await run({ repair: { finder: half }, symmetry: "aboveP1" });
    expect(designs).toHaveLength(10);
    for (const { repair } of designs) expect(repair?.spaceGroup?.number).toBe(216);
    expect(summary.funnel.rejected.notSymmetric).toBeGreaterThan(0);
    const [symmetry, separation, last] = summary.funnel.quality.slice(-3);
    expect(last).toMatchObject({ name: "accepted", aboveP1: 10 });
    // What stays in P 1 is not repaired any further.
    expect(symmetry?.name).toBe("symmetry");
    expect(separation).toMatchObject({ name: "separation", candidates: symmetry?.aboveP1 });
    expect(separation?.candidates).toBeLessThan(symmetry?.candidates ?? NaN);
  });

  it("tells structures apart where formulas are not enough", async () => {
    const { summary } = await run({
      repair: { finder },
      novelty: "structure",
      maximumSamples: 256,
    });
    expect(summary.funnel.rejected.knownFormula).toBe(0);
    expect(summary.funnel.rejected.knownStructure).toBeGreaterThan(0);
  });
});
