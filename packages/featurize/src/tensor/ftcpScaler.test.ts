import { createLattice, createStructure } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import * as fc from "fast-check";

import { perovskite, rockSalt, structures } from "../../test/structures.ts";
import { createLayout } from "../layout/createLayout.ts";
import { defeaturize } from "./defeaturize.ts";
import { featurize } from "./featurize.ts";
import { FtcpScaler } from "./ftcpScaler.ts";
import type { FtcpTensor } from "./ftcpTensor.ts";

const layout = createLayout({ cell: "given", siteOrder: "given" });
const size = layout.rows * layout.columns;

function batch(...tensors: readonly FtcpTensor[]): FtcpTensor {
  const data = new Float32Array(tensors.length * size);
  tensors.forEach((tensor, index) => {
    data.set(tensor.data, index * size);
  });
  return { data, shape: [tensors.length, layout.rows, layout.columns] };
}

const one = featurize(rockSalt, layout);
const two = featurize(perovskite, layout);
const both = batch(one, two);

describe("FtcpScaler", () => {
  it("standardises lengths and angles: two values become -1 and 1, equal ones 0", () => {
    const scaled = FtcpScaler.fit(both, layout).transform(both);
    expectClose(
      [scaled.data[104 * 92] ?? 0, scaled.data[size + 104 * 92] ?? 0, scaled.data[105 * 92] ?? 9],
      [1, -1, 0],
    );
  });

  it("can bring them to 0..1 instead", () => {
    const scaled = FtcpScaler.fit(both, layout, { cell: "minmax" }).transform(both);
    expectClose([scaled.data[104 * 92] ?? 9, scaled.data[size + 104 * 92] ?? 9], [1, 0]);
  });

  it("divides each row of structure factors by a power of two and keeps zero at zero", () => {
    const scaler = FtcpScaler.fit(both, layout);
    const scaled = scaler.transform(both);
    const factors = scaler.toJSON().structureFactors;
    expect(factors.every((factor) => Number.isInteger(Math.log2(factor)))).toBe(true);
    // F(000) counts atoms: entries 4, 4, 8 ... and 1, 1, 3 ...; root mean square between 2 and 6
    expect(factors[0]).toBe(4);
    for (let at = 238 * 92; at < 301 * 92; at++) {
      const value = both.data[at] ?? 0;
      expect(scaled.data[at]).toBe(value / (factors[Math.floor(at / 92) - 238] ?? 0));
    }
  });

  it("leaves one-hot blocks, coordinates and padding as they are", () => {
    const scaled = FtcpScaler.fit(both, layout).transform(both);
    for (const [start, end] of [
      [0, 104],
      [106, 238],
      [301, 304],
    ] as const) {
      expect(scaled.data.subarray(start * 92, end * 92)).toEqual(
        both.data.subarray(start * 92, end * 92),
      );
    }
    expect(scaled.data[104 * 92 + 3]).toBe(0);
  });

  it("comes back to float32: F bit by bit, lengths and angles to one unit in the last place", () => {
    fc.assert(
      fc.property(
        fc.array(structures, { minLength: 1, maxLength: 4 }),
        fc.constantFrom("standardize" as const, "minmax" as const),
        (crystals, cell) => {
          const tensor = batch(...crystals.map((structure) => featurize(structure, layout)));
          const scaler = FtcpScaler.fit(tensor, layout, { cell });
          const restored = scaler.inverse(scaler.transform(tensor));
          tensor.data.forEach((value, at) => {
            const row = Math.floor(at / 92) % 304;
            const actual = restored.data[at] ?? Number.NaN;
            // lengths are at most 20 Å, angles 115 degrees
            const tolerance = row === 104 ? 20 * 1.2e-7 : row === 105 ? 115 * 1.2e-7 : 0;
            if (!(Math.abs(actual - value) <= tolerance)) {
              throw new Error(`row ${row}: ${actual} instead of ${value}`);
            }
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("can take logarithms of lengths and cosines of angles, and brings them back", () => {
    const scaler = FtcpScaler.fit(both, layout, { cell: "log-cosine" });
    // ln 5.64 and ln 3.84 lie one standard deviation from their mean
    const { offset, scale } = scaler.toJSON().cell;
    expectClose([offset[0] ?? 0, scale[0] ?? 0], [1.5377, 0.1922], { atol: 1e-4 });
    fc.assert(
      fc.property(structures, (structure) => {
        const tensor = featurize(structure, layout);
        const restored = scaler.inverse(scaler.transform(tensor));
        const at = 104 * 92;
        expectClose(restored.data.subarray(at, at + 3), tensor.data.subarray(at, at + 3));
        expectClose(
          restored.data.subarray(at + 92, at + 95),
          tensor.data.subarray(at + 92, at + 95),
          {
            rtol: 0,
            atol: 1e-4,
          },
        );
      }),
    );
  });

  it("can scale every row between its smallest and largest number, as the reference does, and back", () => {
    const reference = createLayout({ name: "reference" });
    const { rows, columns } = reference;
    const tensors = [rockSalt, perovskite].map((structure) => featurize(structure, reference));
    const scaler = FtcpScaler.fit(tensors, reference, { cell: "rows" });
    const copy = FtcpScaler.fromJSON(JSON.parse(JSON.stringify(scaler)));
    for (let row = 0; row < rows; row++) {
      const numbers = tensors.flatMap(({ data }) => [
        ...data.subarray(row * columns, (row + 1) * columns),
      ]);
      const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
      const scaled = tensors.flatMap((tensor) => [
        ...copy.transform(tensor).data.subarray(row * columns, (row + 1) * columns),
      ]);
      expectClose(
        scaled,
        numbers.map((value) => (value - least) / (most > least ? most - least : 1)),
      );
    }
    for (const tensor of tensors) {
      const back = copy.inverse(scaler.transform(tensor));
      tensor.data.forEach((value, at) => {
        expect(back.data[at]).toBeCloseTo(value, 4);
      });
    }
    const damaged = { ...scaler.toJSON(), rows: { low: [0], range: [1] } };
    expect(() => FtcpScaler.fromJSON(damaged)).toThrow(
      expect.objectContaining({ code: "FEATURIZE_INVALID_SCALER" }),
    );
  });

  it("refuses the logarithm of a length that is not positive", () => {
    const flat = batch(one, two);
    flat.data[size + 104 * 92 + 2] = 0;
    const error = expect.objectContaining({
      code: "FEATURIZE_INVALID_CELL",
      data: { crystal: 1, row: 104, column: 2 },
    });
    expect(() => FtcpScaler.fit(flat, layout, { cell: "log-cosine" })).toThrow(error);
    const scaler = FtcpScaler.fit(both, layout, { cell: "log-cosine" });
    expect(() => scaler.transform(flat)).toThrow(error);
  });

  it("fits a stream of batches like one batch", () => {
    function* stream(): Generator<FtcpTensor> {
      yield one;
      yield two;
    }
    expect(FtcpScaler.fit(stream(), layout).toJSON()).toEqual(
      FtcpScaler.fit(both, layout).toJSON(),
    );
  });

  it("survives JSON", () => {
    const scaler = FtcpScaler.fit(both, layout, { cell: "minmax" });
    const copy = FtcpScaler.fromJSON(JSON.parse(JSON.stringify(scaler)));
    expect(copy.toJSON()).toEqual(scaler.toJSON());
    expect(copy.transform(both)).toEqual(scaler.transform(both));
  });

  it("does not change its input", () => {
    const copy = both.data.slice();
    const scaler = FtcpScaler.fit(both, layout);
    scaler.inverse(scaler.transform(both));
    expect(both.data).toEqual(copy);
  });

  it("refuses NaN and infinity and says where", () => {
    const scaler = FtcpScaler.fit(both, layout);
    const broken = batch(one, two);
    broken.data[size + 250 * 92 + 7] = Number.NaN;
    const error = expect.objectContaining({
      code: "FEATURIZE_NOT_FINITE",
      data: { crystal: 1, row: 250, column: 7 },
    });
    expect(() => scaler.transform(broken)).toThrow(error);
    expect(() => FtcpScaler.fit(broken, layout)).toThrow(error);
    expect(() => FtcpScaler.fit([one, broken], layout)).toThrow(
      expect.objectContaining({ data: { crystal: 2, row: 250, column: 7 } }),
    );
  });

  it("passes NaN of a decoder on, so that one bad crystal does not cost the batch", () => {
    const scaler = FtcpScaler.fit(both, layout);
    const broken = scaler.transform(both);
    broken.data[104 * 92] = Number.NaN;
    const results = defeaturize(scaler.inverse(broken), layout);
    expect(results.map(({ ok }) => ok)).toEqual([false, true]);
  });

  it("refuses tensors of another layout and an empty training set", () => {
    const large = createLayout({ maxSites: 40 });
    const scaler = FtcpScaler.fit(both, layout);
    const other = featurize(
      createStructure(
        createLattice({ a: 3, b: 3, c: 3, alpha: 90, beta: 90, gamma: 90 }),
        ["O"],
        [[0, 0, 0]],
      ),
      large,
    );
    expect(() => scaler.transform(other)).toThrow(
      expect.objectContaining({ code: "FEATURIZE_SHAPE_MISMATCH" }),
    );
    expect(() => FtcpScaler.fit([], layout)).toThrow(
      expect.objectContaining({ code: "FEATURIZE_EMPTY_CRYSTAL" }),
    );
  });

  it.each<[string, string, (json: Record<string, unknown>) => void]>([
    ["FEATURIZE_SCALER_VERSION", "another version", (json) => (json["version"] = 3)],
    ["FEATURIZE_INVALID_SCALER", "another kind", (json) => (json["kind"] = "scaler")],
    [
      "FEATURIZE_LAYOUT_VERSION",
      "another layout version",
      (json) => {
        json["layout"] = { ...layout, version: 3 };
      },
    ],
    ["FEATURIZE_INVALID_LAYOUT", "no layout", (json) => delete json["layout"]],
    ["FEATURIZE_INVALID_SCALER", "no cell", (json) => delete json["cell"]],
    ["FEATURIZE_INVALID_SCALER", "a short list", (json) => (json["structureFactors"] = [1])],
    [
      "FEATURIZE_INVALID_SCALER",
      "a zero factor",
      (json) => {
        json["structureFactors"] = Array(63).fill(0);
      },
    ],
    [
      "FEATURIZE_INVALID_SCALER",
      "a null scale",
      (json) => {
        json["cell"] = { method: "minmax", offset: Array(6).fill(0), scale: Array(6).fill(null) };
      },
    ],
  ])("fromJSON throws %s for %s", (code, _, change) => {
    const json = JSON.parse(JSON.stringify(FtcpScaler.fit(both, layout))) as Record<
      string,
      unknown
    >;
    change(json);
    expect(() => FtcpScaler.fromJSON(json)).toThrow(expect.objectContaining({ code }));
  });

  it("fromJSON refuses what is no object", () => {
    for (const json of [null, "text", 1, undefined]) {
      expect(() => FtcpScaler.fromJSON(json)).toThrow(
        expect.objectContaining({ code: "FEATURIZE_INVALID_SCALER" }),
      );
    }
  });
});
