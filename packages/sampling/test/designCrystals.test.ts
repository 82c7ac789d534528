import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";
import { designCrystals, LatentIndex, latentDistance, parseTarget } from "@ftcp/sampling";
import type { Design, DesignEvent, DesignOptions, DesignSummary } from "@ftcp/sampling";
import {
  createToyDifferentiator,
  createToyIndex,
  createToyModel,
  decodeOne,
  predictOne,
} from "./toyModel.ts";

const index = createToyIndex();
const target = parseTarget("formation_energy_per_atom=-0.5");
const withCode = (code: string, data: object = {}): Error =>
  expect.objectContaining({ name: "SamplingError", code, ...data }) as unknown as Error;

function options(change: Partial<DesignOptions> = {}): DesignOptions {
  return {
    model: createToyModel(),
    index,
    targets: [target],
    count: 20,
    seed: 1,
    seedsCount: 10,
    ...change,
  };
}

async function run(change: Partial<DesignOptions> = {}): Promise<{
  readonly events: readonly DesignEvent[];
  readonly designs: readonly Design[];
  readonly summary: DesignSummary;
}> {
  const events: DesignEvent[] = [];
  for await (const event of designCrystals(options(change))) events.push(event);
  const last = events.at(-1);
  if (last?.kind !== "summary") throw new Error("the last event is not the summary");
  const designs = events.flatMap((event) => (event.kind === "design" ? [event.design] : []));
  return { events, designs, summary: last.summary };
}

const samplers = ["lp", "slerp", "random"] as const;

describe("designCrystals", () => {
  it.each(samplers)("finds new, valid and different ternaries by %s", async (sampler) => {
    const { designs, summary } = await run({ sampler });
    expect(designs).toHaveLength(20);
    expect(summary).toMatchObject({ accepted: 20, wanted: 20, ended: "count" });
    expect(new Set(designs.map(({ formula }) => formula)).size).toBe(20);
    for (const design of designs) {
      expect(index.formulas).not.toContain(design.formula);
      expect(reducedFormula(compositionOf(design.structure))).toBe(design.formula);
      expect(Object.keys(compositionOf(design.structure))).toHaveLength(3);
      expect(design.checks.valid).toBe(true);
      expect(design.sampler).toBe(sampler);

      const [energy, gap] = predictOne(design.latent);
      expect(design.predicted).toEqual({
        formation_energy_per_atom: Math.fround(energy),
        band_gap: Math.fround(gap),
      });
      expect(design.targetDistance).toBe(Math.abs(Math.fround(energy) + 0.5));
      expect(decodeOne(design.latent)).toEqual({ ok: true, value: design.structure });

      const row = index.rowOf(design.root.id) ?? -1;
      expect(design.root.formula).toBe(index.formulas[row]);
      expect(design.root.properties).toEqual(index.propertiesOf(row));
      expect(design.latentDistance).toBe(latentDistance(index.latentOf(row), design.latent));
    }
  });

  it("starts from the seeds nearest to the target", async () => {
    for (const sampler of ["lp", "slerp"] as const) {
      const { designs, summary } = await run({ sampler });
      const ids = summary.seeds.map(({ id }) => id);
      expect(ids).toHaveLength(10);
      for (const { root, roots } of designs) {
        expect(roots).toHaveLength(sampler === "lp" ? 1 : 2);
        expect(roots[0]).toBe(root.id);
        for (const id of roots) expect(ids).toContain(id);
      }
    }
    expect((await run({ sampler: "random" })).summary.seeds).toEqual([]);
  });

  it.each(samplers)("keeps to the elements and sites that are allowed by %s", async (sampler) => {
    const composition = { required: ["Na"], excluded: ["Zn"] };
    const { designs, summary } = await run({ sampler, composition, count: 5 });
    expect(designs).toHaveLength(5);
    for (const { structure } of designs) {
      const elements = Object.keys(compositionOf(structure));
      expect(elements).toContain("Na");
      expect(elements).not.toContain("Zn");
    }
    for (const { formula } of summary.seeds.slice(0, 5)) expect(formula).toContain("Na");
    expect(summary.funnel.rejected.wrongComposition).toBeGreaterThan(0);

    const allowed = ["Li", "Na", "Mg", "Ca", "N", "P"];
    const few = await run({ sampler, composition: { allowed }, count: 3 });
    for (const { structure } of few.designs) {
      expect(allowed).toEqual(expect.arrayContaining(Object.keys(compositionOf(structure))));
    }
    const none = await run({ sampler, siteCount: { min: 4, max: 20 }, maximumSamples: 64 });
    expect(none.designs).toEqual([]);
    expect(none.summary.funnel.rejected.wrongSiteCount).toBeGreaterThan(0);
  });

  it("starts from the crystals that are named", async () => {
    const seedIds = ["toy-3", "toy-40"];
    const { designs, summary } = await run({ seedIds });
    expect(summary.seeds.map(({ id }) => id)).toEqual(seedIds);
    expect(new Set(designs.map(({ root }) => root.id))).toEqual(new Set(seedIds));
    expect(() => designCrystals(options({ seedIds: ["toy-64"] }))).toThrow(
      withCode("SAMPLING_NO_SEEDS"),
    );
  });

  it("reaches ranges", async () => {
    const targets = [parseTarget("-0.6<formation_energy_per_atom<-0.4")];
    const { designs } = await run({ targets, tolerance: 0 });
    for (const { predicted } of designs) {
      expect(Math.abs((predicted["formation_energy_per_atom"] ?? 0) + 0.5)).toBeLessThan(0.1001);
    }
    const upsideDown = { kind: "range", property: "band_gap", minimum: 1, maximum: 0 } as const;
    expect(() => designCrystals(options({ targets: [upsideDown] }))).toThrow(
      withCode("SAMPLING_INVALID_TARGET"),
    );
  });

  it.each(samplers)("gives the same bytes for the same seed by %s", async (sampler) => {
    const [first, again, other] = [
      await run({ sampler }),
      await run({ sampler }),
      await run({ sampler, seed: 2 }),
    ];
    expect(again.events).toEqual(first.events);
    expect(other.designs.map(({ latent }) => latent)).not.toEqual(
      first.designs.map(({ latent }) => latent),
    );
  });

  it("finds the same designs whatever the batch size", async () => {
    const [small, large] = [await run({ batchSize: 3 }), await run({ batchSize: 500 })];
    expect(small.designs).toEqual(large.designs);
    expect(small.summary).toEqual(large.summary);
  });

  it.each(samplers)(
    "goes on from any checkpoint of %s as if it had not stopped",
    async (sampler) => {
      const change = { sampler, batchSize: 8, count: 12 } as const;
      const whole = await run(change);
      const found: Design[] = [];
      for (const event of whole.events) {
        if (event.kind === "design") found.push(event.design);
        if (event.kind !== "progress") continue;
        const { samplesLeft, funnel } = event.progress;
        const resume = structuredClone({ samplesLeft, funnel, designs: found });
        const rest = await run({ ...change, resume });
        expect([...found, ...rest.designs]).toEqual(whole.designs);
        expect(rest.summary).toEqual(whole.summary);
      }
      const last = { samplesLeft: 1e9, funnel: whole.summary.funnel, designs: [] };
      expect(() => designCrystals(options({ ...change, resume: last }))).toThrow(RangeError);
    },
  );

  it("counts every judged candidate once", async () => {
    for (const sampler of samplers) {
      const { events, summary } = await run({ sampler, scale: 3, includeRejected: true });
      const { sampled, accepted, rejected } = summary.funnel;
      const rejections = Object.values(rejected).reduce((sum, count) => sum + count, 0);
      expect(sampled).toBe(accepted + rejections);
      const candidates = events.flatMap((event) =>
        event.kind === "rejected" ? [event.candidate] : [],
      );
      expect(candidates).toHaveLength(rejections);
      for (const [reason, count] of Object.entries(rejected)) {
        expect(candidates.filter((candidate) => candidate.reason === reason)).toHaveLength(count);
      }
    }
  });

  it("says why candidates are rejected", async () => {
    const { events, summary } = await run({
      scale: 2.5,
      count: 400,
      maximumSamples: 4000,
      tolerance: 0.5,
      includeRejected: true,
    });
    const { rejected, errors } = summary.funnel;
    expect(errors).toEqual({ TOY_NO_CELL: rejected.decodeFailed });
    for (const event of events) {
      if (event.kind !== "rejected") continue;
      const { reason, sample, structure, formula, checks, error, predicted } = event.candidate;
      const shape = { decoded: structure !== undefined, failures: checks?.failures };
      switch (reason) {
        case "decodeFailed":
          expect(shape.decoded).toBe(false);
          expect(error).toMatchObject({ code: "TOY_NO_CELL" });
          break;
        case "invalidDistance":
          expect(shape.failures).toContain("distance");
          break;
        case "knownFormula":
          expect(index.formulas).toContain(formula);
          break;
        case "outOfTolerance":
          expect(Math.abs((predicted["formation_energy_per_atom"] ?? 0) + 0.5)).toBeGreaterThan(
            0.5,
          );
          break;
        default:
          expect(reason).toBe("duplicateFormula");
          expect(sample.latent).toHaveLength(4);
      }
    }
    for (const reason of [
      "decodeFailed",
      "invalidDistance",
      "knownFormula",
      "duplicateFormula",
      "outOfTolerance",
    ] as const) {
      expect(rejected[reason]).toBeGreaterThan(0);
    }
  });

  it("rejects by the limits of the geometry checks and by the number of elements", async () => {
    const one = { count: 1, maximumSamples: 50 };
    const volume = await run({ ...one, validity: { minimumVolume: 1e6 } });
    // Known formulas do not come as far as the geometry.
    const { knownFormula } = volume.summary.funnel.rejected;
    expect(knownFormula).toBeGreaterThan(0);
    expect(volume.summary.funnel.rejected.invalidVolume).toBe(50 - knownFormula);
    const dense = await run({ ...one, validity: { maximumVolumePerAtom: 0.5 } });
    expect(dense.summary.funnel.rejected).toMatchObject({
      knownFormula,
      invalidDensity: 50 - knownFormula,
    });
    const quaternary = await run({ ...one, elementCount: { min: 4, max: 4 } });
    expect(quaternary.summary.funnel.rejected.wrongElementCount).toBe(50);
    expect(quaternary.summary).toMatchObject({ accepted: 0, ended: "maximumSamples" });
    expect(quaternary.designs).toEqual([]);
  });

  it("keeps formulas out that the user knows, in any notation", async () => {
    const { designs } = await run();
    const known = designs.slice(0, 10).map(({ formula }) => formula);
    const reversed = designs.slice(10).map(({ structure }) =>
      Object.entries(compositionOf(structure))
        .reverse()
        .map(([element, amount]) => `${element}${2 * amount}`)
        .join(" "),
    );
    const again = await run({ knownFormulas: [...known, ...reversed] });
    const first = new Set(designs.map(({ formula }) => formula));
    expect(again.designs).toHaveLength(20);
    expect(again.designs.filter(({ formula }) => first.has(formula))).toEqual([]);
  });

  it("starts only from crystals that are like the designs, and from others where there are none", async () => {
    const like = { composition: { required: ["Na"] }, siteCount: { min: 1, max: 3 } } as const;
    const { seeds } = (await run({ ...like, count: 1 })).summary;
    const all = index.formulas.filter((formula) => formula.includes("Na")).length;
    expect([seeds.length, seeds.every(({ formula }) => formula.includes("Na"))]).toEqual([
      all,
      true,
    ]);
    for (const impossible of [
      { siteCount: { min: 4, max: 5 } }, // all known crystals have three sites, or six
      { elementCount: { min: 2, max: 2 } },
    ]) {
      const none = await run({ ...impossible, maximumSamples: 1 });
      expect(none.summary.seeds).toHaveLength(10);
    }
  });

  it("keeps only predictions within the tolerance, for one property or each of several", async () => {
    const one = await run({ tolerance: 0.05, maximumSamples: 20_000 });
    expect(one.designs).toHaveLength(20);
    for (const { targetDistance } of one.designs) expect(targetDistance).toBeLessThanOrEqual(0.05);

    const targets = [target, parseTarget("band_gap>1")];
    const several = await run({ targets, tolerance: { band_gap: 0 } });
    for (const { predicted } of several.designs) {
      expect(predicted["band_gap"]).toBeGreaterThanOrEqual(1);
    }
    const energies = several.designs.map(({ targetDistance }) => targetDistance);
    expect(Math.max(...energies)).toBeGreaterThan(0);
  });

  it.each(["lp", "slerp", "adaptive"] as const)(
    "keeps to bounds and ranges without a tolerance, and only starts near a value: %s",
    async (sampler) => {
      const find = async (texts: readonly string[], more: Partial<DesignOptions> = {}) =>
        run({
          ...{ sampler, targets: texts.map((text) => parseTarget(text)), maximumSamples: 1000 },
          ...more,
        });
      const { designs } = await find(["band_gap>1", "-1<formation_energy_per_atom<-0.5"]);
      expect(designs.length).toBeGreaterThan(0);
      for (const { targetDistance } of designs) expect(targetDistance).toBe(0);

      expect((await find(["band_gap>900"])).summary.funnel.accepted).toBe(0);
      expect((await find(["band_gap=900"])).summary.funnel.accepted).toBe(20);
      const wide = await find(["band_gap>900"], { tolerance: Infinity });
      expect(wide.summary.funnel.accepted).toBe(20);
    },
  );

  it("takes the tolerance of a target before that of the run", async () => {
    const { designs } = await run({
      targets: [parseTarget("formation_energy_per_atom=-0.5±0.1")],
      tolerance: 10,
    });
    for (const { targetDistance } of designs) expect(targetDistance).toBeLessThanOrEqual(0.1);
    expect(designs).toHaveLength(20);
  });

  it("adapts the scale of each crystal until half of its samples have new formulas", async () => {
    const { designs, summary, events } = await run({ sampler: "adaptive", count: 80 });
    const steps = designs.map(({ step }) => step);
    expect(steps[0]).toBe(0.6);
    expect(new Set(steps).size).toBeGreaterThan(10);
    for (const { sampler, roots, root } of designs) {
      expect(sampler).toBe("adaptive");
      expect(roots).toEqual([root.id]);
    }
    const { rejected, sampled } = summary.funnel;
    expect(Math.abs(rejected.knownFormula / sampled - 0.5)).toBeLessThan(0.1);
    // A run that goes on from a checkpoint knows what the sampler had learned.
    const stop = events.findIndex(({ kind }) => kind === "progress");
    const found = events
      .slice(0, stop)
      .flatMap((event) => (event.kind === "design" ? [event.design] : []));
    const event = events[stop];
    if (event?.kind !== "progress") throw new Error("there was no progress");
    const resume = { ...event.progress, designs: found };
    const rest = await run({ sampler: "adaptive", count: 80, resume });
    expect([...found, ...rest.designs]).toEqual(designs);
  });

  it("goes down the gradient of the predictions, with the model's derivatives", async () => {
    const { designs } = await run({
      ...{ sampler: "optimized", gradients: createToyDifferentiator(), count: 5, seedsCount: 40 },
      targets: [parseTarget("formation_energy_per_atom=-0.9±0.01"), parseTarget("band_gap>0")],
    });
    expect(designs).toHaveLength(5);
    for (const { sampler, predicted } of designs) {
      expect(sampler).toBe("optimized");
      expect(predicted["formation_energy_per_atom"]).toBeGreaterThanOrEqual(-0.9101);
      expect(predicted["formation_energy_per_atom"]).toBeLessThanOrEqual(-0.8899);
    }
    expect(() => designCrystals(options({ sampler: "optimized" }))).toThrow(RangeError);
  });

  it("selects random samples by their prediction unless told not to", async () => {
    const { designs } = await run({ sampler: "random" });
    const greatest = index.spreadOf("formation_energy_per_atom") / 4;
    for (const { targetDistance } of designs) expect(targetDistance).toBeLessThanOrEqual(greatest);
    const bound = await run({ sampler: "random", targets: [parseTarget("band_gap<1")] });
    for (const { targetDistance } of bound.designs) expect(targetDistance).toBe(0);

    const all = await run({ sampler: "random", tolerance: Infinity });
    expect(all.summary.funnel.rejected.outOfTolerance).toBe(0);
  });

  it("ends with what it has when the samples are used up", async () => {
    const model = createToyModel();
    const { designs, summary } = await run({
      model,
      targets: [parseTarget("formation_energy_per_atom=-500")],
      tolerance: 0.1,
      maximumSamples: 150,
      batchSize: 64,
    });
    expect(designs).toEqual([]);
    expect(summary).toMatchObject({ accepted: 0, wanted: 20, ended: "maximumSamples" });
    expect(summary.funnel.sampled).toBe(150);
    expect(model.batches).toEqual([64, 64, 22]);
  });

  it("reports progress after each batch, as events and to the callback", async () => {
    const reports: unknown[] = [];
    const { events } = await run({
      batchSize: 10,
      onProgress: (progress) => {
        reports.push(progress);
      },
    });
    const progress = events.flatMap((event) => (event.kind === "progress" ? [event.progress] : []));
    expect(progress.length).toBeGreaterThan(1);
    expect(reports).toEqual(progress);
    expect(progress[0]).toMatchObject({ wanted: 20, samplesLeft: 1990 });
    expect(progress[0]?.funnel.sampled).toBe(10);
    const accepted = progress.map((report) => report.accepted);
    expect(accepted).toEqual([...accepted].sort((a, b) => a - b));
    expect(accepted.at(-1)).toBe(20);
  });

  it("stops with the signal's reason, before the model is asked and between batches", async () => {
    const reason = new Error("stop");
    const model = createToyModel();
    const early = designCrystals(options({ model, signal: AbortSignal.abort(reason) }));
    await expect(early.next()).rejects.toBe(reason);
    expect(model.batches).toEqual([]);

    const controller = new AbortController();
    const found: Design[] = [];
    const late = async () => {
      for await (const event of designCrystals(
        options({ count: 300, batchSize: 8, signal: controller.signal }),
      )) {
        if (event.kind === "design") found.push(event.design);
        if (found.length === 5) controller.abort(reason);
      }
    };
    await expect(late()).rejects.toBe(reason);
    expect(found.length).toBeGreaterThanOrEqual(5);
    expect(found.length).toBeLessThan(5 + 8);
  });

  it("lets a timer abort a model that never waits", async () => {
    const signal = AbortSignal.timeout(20);
    const endless = run({
      targets: [parseTarget("band_gap=900")],
      tolerance: 0,
      maximumSamples: 1e9,
      signal,
    });
    await expect(endless).rejects.toHaveProperty("name", "TimeoutError");
  });

  it("passes the model's own failure on", async () => {
    const failure = new Error("out of memory");
    const model = { ...createToyModel(), decode: () => Promise.reject(failure) };
    await expect(run({ model })).rejects.toBe(failure);
  });

  it("rejects predictions that are no numbers", async () => {
    const model = {
      ...createToyModel(),
      predict: ({ shape }: { readonly shape: readonly [number, number] }) =>
        Promise.resolve(new Float32Array(2 * shape[0]).fill(Number.NaN)),
    };
    const { summary } = await run({ model, maximumSamples: 100 });
    expect(summary.accepted).toBe(0);
    expect(summary.funnel.rejected.invalidPrediction).toBeGreaterThan(0);
  });

  it("rejects a crystal that cannot be measured, and goes on", async () => {
    const toy = createToyModel();
    const model: DesignOptions["model"] = {
      ...toy,
      decode: async (latents) => {
        const decoded = await toy.decode(latents);
        return decoded.map((result, i) => {
          if (i % 4 === 0 && result.ok) return { ok: true, value: { ...result.value, sites: [] } };
          if (i % 4 !== 1 || !result.ok) return result;
          const sites = result.value.sites.map((site, j) =>
            j === 0 ? { ...site, species: [{ element: "Qq", occupancy: 1 }] } : site,
          );
          return { ok: true, value: { ...result.value, sites } };
        });
      },
    };
    const { summary } = await run({ model });
    expect(summary.accepted).toBe(20);
    const { rejected, errors } = summary.funnel;
    expect(rejected.decodeFailed).toBeGreaterThan(0);
    expect(rejected.invalidStructure).toBeGreaterThan(0);
    expect(errors).toEqual({ CRYSTAL_UNKNOWN_ELEMENT: rejected.invalidStructure });
  });

  it("refuses a model that answers with the wrong numbers", async () => {
    const toy = createToyModel();
    for (const model of [
      { ...toy, decode: () => Promise.resolve([]) },
      { ...toy, predict: () => Promise.resolve(new Float32Array(1)) },
    ]) {
      await expect(run({ model })).rejects.toThrow(withCode("SAMPLING_MODEL_MISMATCH"));
    }
  });

  it("refuses at once what cannot work", () => {
    const start = (change: Partial<DesignOptions>) => () => designCrystals(options(change));
    const known = ["formation_energy_per_atom", "band_gap"];
    expect(start({ targets: [parseTarget("hardness=1")] })).toThrow(
      withCode("SAMPLING_UNKNOWN_PROPERTY", { property: "hardness", known }),
    );
    const nowhere = { kind: "value", property: "band_gap", value: Number.NaN } as const;
    expect(start({ targets: [nowhere] })).toThrow(withCode("SAMPLING_INVALID_TARGET"));
    expect(start({ model: { ...createToyModel(), latentSize: 5 } })).toThrow(
      withCode("SAMPLING_MODEL_MISMATCH"),
    );
    const unknown = new LatentIndex({
      ids: index.ids,
      formulas: index.formulas,
      propertyNames: index.propertyNames,
      properties: index.properties.map(() => Number.NaN),
      latents: index.latents,
      attribution: index.attribution,
    });
    expect(start({ index: unknown })).toThrow(withCode("SAMPLING_NO_SEEDS"));
    expect(start({ sampler: "slerp", seedsCount: 1 })).toThrow(withCode("SAMPLING_NO_SEEDS"));
    expect(start({ knownFormulas: ["sand"] })).toThrow(
      expect.objectContaining({ code: "CRYSTAL_INVALID_FORMULA" }),
    );
    for (const change of [
      { targets: [] },
      { count: 0 },
      { batchSize: 0.5 },
      { maximumSamples: -1 },
      { seedsCount: Number.NaN },
      { tolerance: -1 },
      { tolerance: { formation_energy_per_atom: Number.NaN } },
      { elementCount: { min: 4, max: 3 } },
      { scale: -1 },
      { symmetry: "aboveP1" as const },
    ]) {
      expect(start(change)).toThrow(RangeError);
    }
  });
});
