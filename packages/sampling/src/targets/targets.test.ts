import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createToyIndex } from "../../test/toyModel.ts";
import { extremeTarget } from "./extremeTarget.ts";
import { parseTarget } from "./parseTarget.ts";
import { readTarget } from "./readTarget.ts";
import type { PropertyTarget } from "./propertyTarget.ts";
import { selectSeeds } from "./selectSeeds.ts";
import { targetDistance } from "./targetDistance.ts";
import { targetSpreads } from "./targetSpreads.ts";

const withCode = (code: string, data: object = {}): unknown =>
  expect.objectContaining({ name: "SamplingError", code, ...data });

describe("parseTarget", () => {
  it("reads values and bounds", () => {
    expect(parseTarget("formation_energy_per_atom=-0.5")).toEqual({
      kind: "value",
      property: "formation_energy_per_atom",
      value: -0.5,
    });
    expect(parseTarget("x<-1.5")).toEqual({ kind: "below", property: "x", value: -1.5 });
    expect(parseTarget("x>0.3")).toEqual({ kind: "above", property: "x", value: 0.3 });
    expect(parseTarget("x<=1")).toEqual({ kind: "below", property: "x", value: 1 });
    expect(parseTarget("x>=.5e-2")).toEqual({ kind: "above", property: "x", value: 0.005 });
    expect(parseTarget(" mi-eff N = +2. ")).toMatchObject({ property: "mi-eff N", value: 2 });
  });

  it.each(["1.5±0.1", "1.5+-0.1", "1.5 +/- 0.1", " 1.5 ± .1 "])("reads tolerances: %s", (text) => {
    const target = { kind: "value", property: "band_gap", value: 1.5, tolerance: 0.1 };
    expect(parseTarget(`band_gap=${text}`)).toEqual(target);
  });

  it("reads ranges", () => {
    const range = { kind: "range", property: "band_gap", minimum: 0.3, maximum: 1.5 };
    expect(parseTarget("0.3<band_gap<1.5")).toEqual(range);
    expect(parseTarget(" 0.3 <= band_gap <= 1.5 ")).toEqual(range);
    expect(parseTarget("-2<x<-2")).toMatchObject({ minimum: -2, maximum: -2 });
  });

  it("reads the typographic minus of printed texts", () => {
    expect(parseTarget("x=\u22120.5")).toMatchObject({ value: -0.5 });
  });

  it("reads back every number that a program prints", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const target = parseTarget(`x=${String(value)}`);
        expect("value" in target && target.value === value).toBe(true);
      }),
    );
  });

  it("refuses what is not a target", () => {
    for (const text of [
      "",
      "x",
      "=1",
      " =1",
      "x=",
      "x=wide",
      "x=1,5",
      "x=0x10",
      "x=1 eV",
      "x=Infinity",
      "x=1e999",
      "x==1",
      "x=<1",
      "x<1<2",
      "1<x<0",
      "0<x<",
      "0<<1",
      "0<x>1",
      "x=NaN",
      "x=1±",
      "x=±1",
      "x=1±-1",
      "x=1±2±3",
      "x<1±2",
      "1<x<2±1",
    ]) {
      expect(() => parseTarget(text)).toThrow(withCode("SAMPLING_INVALID_TARGET"));
    }
  });

  it("throws nothing but its own error on any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseTarget(text);
        } catch (error) {
          expect(error).toEqual(withCode("SAMPLING_INVALID_TARGET"));
        }
      }),
    );
  });

  it("lists the known names when the property is unknown", () => {
    const known = ["band_gap"];
    expect(() => parseTarget("gap=1", known)).toThrow(
      withCode("SAMPLING_UNKNOWN_PROPERTY", { property: "gap", known }),
    );
    expect(parseTarget("band_gap=1", known).property).toBe("band_gap");
  });
});

describe("targetDistance", () => {
  it("is the deviation from a value and the excess over a bound", () => {
    expect(targetDistance(parseTarget("x=1.5"), { x: 1.25 })).toBe(0.25);
    expect(targetDistance(parseTarget("x=1.5"), { x: 1.75 })).toBe(0.25);
    expect(targetDistance(parseTarget("x<1"), { x: 3 })).toBe(2);
    expect(targetDistance(parseTarget("x<1"), { x: -3 })).toBe(0);
    expect(targetDistance(parseTarget("x>1"), { x: -3 })).toBe(4);
    expect(targetDistance(parseTarget("x>1"), { x: 1 })).toBe(0);
    const range = parseTarget("1<x<2");
    expect([0.5, 1, 1.5, 2, 4].map((x) => targetDistance(range, { x }))).toEqual([0.5, 0, 0, 0, 2]);
    expect(targetDistance(range, { x: Number.NaN })).toBeNaN();
  });

  it("joins several targets in units of their spreads", () => {
    const targets = [parseTarget("x=0"), parseTarget("y<0")];
    expect(targetDistance(targets, { x: 3, y: 4 })).toBe(5);
    expect(targetDistance(targets, { x: 3, y: 4 }, { x: 1, y: 2 })).toBe(Math.hypot(3, 2));
    expect(targetDistance([parseTarget("x=0")], { x: 3 }, { x: 2 })).toBe(1.5);
  });

  it("is NaN for a value that is NaN, and an error for one that is absent", () => {
    expect(targetDistance(parseTarget("x=0"), { x: Number.NaN })).toBeNaN();
    expect(targetDistance(parseTarget("x<0"), { x: Number.NaN })).toBeNaN();
    for (const property of ["x", "toString"]) {
      expect(() => targetDistance(parseTarget(`${property}=0`), { y: 1 })).toThrow(
        withCode("SAMPLING_UNKNOWN_PROPERTY", { property, known: ["y"] }),
      );
    }
  });
});

describe("extremeTarget", () => {
  const index = createToyIndex();
  const energies = index.ids.map((_, row) => index.propertiesOf(row)["formation_energy_per_atom"]);
  const reachedBy = (target: PropertyTarget, property: string): number =>
    index.ids.filter((_, row) => {
      const properties = index.propertiesOf(row);
      return property in properties && targetDistance(target, properties) === 0;
    }).length;

  it("is satisfied by the asked share of the known crystals, and by one at least", () => {
    const low = extremeTarget(index, "formation_energy_per_atom", "minimize", 0.25);
    expect(low.kind).toBe("below");
    expect(reachedBy(low, "formation_energy_per_atom")).toBe(energies.length / 4);
    const high = extremeTarget(index, "formation_energy_per_atom", "maximize", 0.001);
    expect(high).toEqual({
      kind: "above",
      property: "formation_energy_per_atom",
      value: Math.max(...energies.map(Number)),
    });
  });

  it("refuses unknown properties and shares", () => {
    expect(() => extremeTarget(index, "hardness", "maximize")).toThrow(
      withCode("SAMPLING_UNKNOWN_PROPERTY", { property: "hardness" }),
    );
    for (const share of [0, 1, Number.NaN]) {
      expect(() => extremeTarget(index, "band_gap", "maximize", share)).toThrow(RangeError);
    }
  });
});

describe("readTarget", () => {
  const index = createToyIndex();
  const property = "formation_energy_per_atom";

  it.each([
    [`minimize ${property}`, extremeTarget(index, property, "minimize")],
    [`  Maximise   ${property} `, extremeTarget(index, property, "maximize")],
    ["band_gap=1.5+-0.1", { kind: "value", property: "band_gap", value: 1.5, tolerance: 0.1 }],
  ])("reads %s", (text, target) => {
    expect(readTarget(text, index)).toEqual(target);
  });

  it("takes a property of that name before the word", () => {
    const known = ["minimize x"];
    expect(readTarget("minimize x>1", index, known)).toMatchObject({ property: "minimize x" });
  });

  it("refuses what neither the index nor the caller knows", () => {
    expect(() => readTarget("minimize hardness", index)).toThrow(
      withCode("SAMPLING_UNKNOWN_PROPERTY", { property: "hardness", known: index.propertyNames }),
    );
    expect(() => readTarget("minimize hardness", index, ["hardness"])).toThrow(
      withCode("SAMPLING_UNKNOWN_PROPERTY", { property: "hardness" }),
    );
    for (const text of ["minimize", "optimize band_gap", "minimize band_gap 3<"]) {
      expect(() => readTarget(text, index)).toThrow(withCode("SAMPLING_INVALID_TARGET"));
    }
  });
});

describe("selectSeeds", () => {
  const index = createToyIndex();

  it("sorts by distance from the target and keeps the nearest", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.integer({ min: 1, max: 80 }),
        (value, count) => {
          const target = { kind: "value", property: "formation_energy_per_atom", value } as const;
          const seeds = selectSeeds(index, target, { count });
          expect(seeds).toHaveLength(Math.min(count, 64));
          const distances = seeds.map((seed) => seed.targetDistance);
          expect(distances).toEqual([...distances].sort((a, b) => a - b));
          const all = index.ids.map((_, row) => targetDistance(target, index.propertiesOf(row)));
          expect(distances).toEqual(all.sort((a, b) => a - b).slice(0, count));
        },
      ),
      { numRuns: 30 },
    );
  });

  it("carries everything known about the crystal", () => {
    const [seed] = selectSeeds(index, parseTarget("band_gap=1.5"), { count: 1 });
    const row = index.rowOf(seed?.id ?? "") ?? -1;
    expect(seed).toEqual({
      row,
      id: index.ids[row],
      formula: index.formulas[row],
      properties: index.propertiesOf(row),
      latent: index.latentOf(row),
      targetDistance: 0,
    });
  });

  it("leaves out crystals whose value is unknown", () => {
    const seeds = selectSeeds(index, parseTarget("band_gap=1"), { count: 1000 });
    expect(seeds).toHaveLength(64 - 12);
  });

  it("weighs several targets by the spread in the index", () => {
    const targets = [parseTarget("band_gap>1"), parseTarget("formation_energy_per_atom=0")];
    const [seed] = selectSeeds(index, targets, { count: 1 });
    const spreads = {
      band_gap: index.spreadOf("band_gap"),
      formation_energy_per_atom: index.spreadOf("formation_energy_per_atom"),
    };
    expect(targetSpreads(targets, index)).toEqual(spreads);
    expect(targetSpreads(targets.slice(1), index)).toEqual({});
    expect(seed?.targetDistance).toBe(targetDistance(targets, seed?.properties ?? {}, spreads));
  });

  it("orders ties by the index, or repeatably at random with a seed", () => {
    const rows = (seed?: number) =>
      selectSeeds(index, parseTarget("band_gap>0"), {
        count: 52,
        ...(seed === undefined ? {} : { seed }),
      }).map(({ row }) => row);
    expect(rows()).toEqual([...rows()].sort((a, b) => a - b));
    expect(rows(1)).toEqual(rows(1));
    expect(rows(1)).not.toEqual(rows());
    expect(rows(1)).not.toEqual(rows(2));
    expect([...rows(1)].sort((a, b) => a - b)).toEqual(rows());
  });

  it("refuses unknown properties and wrong counts", () => {
    expect(() => selectSeeds(index, parseTarget("hardness=1"), { count: 1 })).toThrow(
      withCode("SAMPLING_UNKNOWN_PROPERTY", { known: index.propertyNames }),
    );
    for (const count of [0, -1, 1.5, Number.NaN]) {
      expect(() => selectSeeds(index, parseTarget("band_gap=1"), { count })).toThrow(RangeError);
    }
    expect(() => selectSeeds(index, [], { count: 1 })).toThrow(RangeError);
  });
});
