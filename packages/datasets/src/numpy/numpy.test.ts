import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { decodeNpy, encodeNpy, readNpz, writeNpz } from "@ftcp/datasets";
import type { NumpyArray } from "@ftcp/datasets";
import { latticeFromMatrix } from "@ftcp/crystal";
import { zipSync } from "fflate";
import { describeRecord, joinBytes, readFixture, takeRecords } from "../../test/fixtures.ts";
import { recordOf } from "../../test/recordOf.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";

const codeOf = async (action: () => unknown): Promise<unknown> => {
  try {
    await action();
    return undefined;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};
const NAMES = [
  ["Cs", "Cl"],
  ["Cs", "Br"],
  ["Cs", "I"],
  ["Tl", "Cl"],
];

describe("decodeNpy", () => {
  it("reads arrays that numpy has written: integers, floats with NaN, texts, Fortran order, halves", () => {
    expect(decodeNpy(readFixture("num_atoms.npy"))).toEqual({
      shape: [30],
      data: BigInt64Array.from({ length: 30 }, () => 2n),
    });
    const gap = decodeNpy(readFixture("band_gap.npy"));
    expect(gap.shape).toEqual([30]);
    expect(Array.from(gap.data as Float64Array)).toEqual(
      Array.from({ length: 30 }, (_, i) => (i === 3 ? NaN : i / 8)),
    );
    expect(decodeNpy(readFixture("structure_id.npy")).data).toEqual(
      Array.from({ length: 30 }, (_, i) => `mp-${i}`),
    );
    expect(decodeNpy(readFixture("fortran.npy"))).toEqual({
      shape: [3, 4],
      data: Float32Array.from({ length: 12 }, (_, i) => i),
    });
  });

  it("gives back what encodeNpy has written", () => {
    const entries: fc.Arbitrary<NumpyArray["data"]>[] = [
      fc.float64Array(),
      fc.float32Array(),
      fc.int8Array(),
      fc.int16Array(),
      fc.int32Array(),
      fc.bigInt64Array(),
      fc.uint8Array(),
      fc.uint16Array(),
      fc.uint32Array(),
      fc.bigUint64Array(),
      fc.array(fc.boolean(), { minLength: 1 }),
      // numpy drops zero characters at the end; an unpaired surrogate is no character.
      fc.array(
        fc.string({ unit: "grapheme" }).map((text) => text.replace(/\0+$/u, "")),
        { minLength: 1 },
      ),
    ];
    fc.assert(
      fc.property(fc.oneof(...entries), (data) => {
        const array = { shape: [data.length], data };
        expect(decodeNpy(encodeNpy(array))).toEqual(array);
      }),
    );
    const matrix = { shape: [2, 1, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) };
    expect(decodeNpy(encodeNpy(matrix))).toEqual(matrix);
    expect(decodeNpy(encodeNpy({ shape: [], data: Int8Array.of(7) })).shape).toEqual([]);
    expect(() => encodeNpy({ shape: [3], data: Int8Array.of(7) })).toThrow(RangeError);
  });

  it("refuses Python objects, other types, damage, and sizes that are not there", async () => {
    const header = (text: string): Uint8Array => {
      const bytes = new TextEncoder().encode(text);
      return Uint8Array.of(0x93, 78, 85, 77, 80, 89, 1, 0, bytes.length, 0, ...bytes);
    };
    const of = (descr: string, shape: string): Uint8Array =>
      header(`{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`);
    const unsupported = [of("|O", "(1,)"), of("<c8", "(1,)"), of("<M8[us]", "(1,)")];
    for (const bytes of unsupported) {
      expect(await codeOf(() => decodeNpy(bytes))).toBe("DATASETS_UNSUPPORTED_CONTENT");
    }
    const whole = readFixture("band_gap.npy");
    const broken = [
      new Uint8Array(),
      whole.subarray(0, 40),
      whole.subarray(0, whole.length - 1),
      of("<f8", "(99999999999999999999, 99999999999999)"),
      of("<U0", "(4294967296,)"),
      header("{'descr': '<f8'}"),
    ];
    for (const bytes of broken) {
      expect(await codeOf(() => decodeNpy(bytes))).toBe("DATASETS_DAMAGED_FILE");
    }
  });
});

describe("readNpz", () => {
  it.each(["crystals.npz", "compressed.npz"])("reads %s of numpy", async (name) => {
    const records = await takeRecords(readNpz(new Blob([readFixture(name)])));
    expect(records).toHaveLength(30);
    for (const [i, record] of records.entries()) {
      const { id, a, elements, properties, labels } = describeRecord(record);
      expect([id, elements]).toEqual([`mp-${i}`, NAMES[i % 4]]);
      expect(a).toBeCloseTo(4 + i / 1000, 12);
      expect(properties).toEqual(i === 3 ? { count: 3 } : { band_gap: i / 8, count: i });
      expect(labels).toEqual({ stable: i % 2 === 1 ? "true" : "false" });
    }
  });

  it("gives back what writeNpz has written, to the last bit", async () => {
    const records = Object.entries(textbookCrystals).map(([id, structure], i) =>
      recordOf(id, structure, i === 0 ? {} : { gap: i / 3 }, i === 1 ? {} : { phase: `é${i}` }),
    );
    for (const compressed of [true, false]) {
      const bytes = await joinBytes(writeNpz(records, { compressed }));
      expect(await joinBytes(writeNpz(records, { compressed }))).toEqual(bytes);
      const read = await takeRecords(readNpz(bytes));
      expect(read.map(({ id, properties, labels }) => [id, properties, labels])).toEqual(
        records.map(({ id, properties, labels }) => [id, properties, labels]),
      );
      for (const [i, { structure }] of read.entries()) {
        const before = records[i]?.structure;
        expect(structure.lattice).toEqual(
          latticeFromMatrix(before?.lattice.matrix ?? structure.lattice.matrix),
        );
        expect(structure.sites.map(({ fractional, species }) => [fractional, species])).toEqual(
          before?.sites.map(({ fractional, species }) => [
            fractional,
            species.map(({ element, occupancy }) => ({ element, occupancy })),
          ]),
        );
      }
    }
  });

  it("finds every damaged byte, and never takes a part for the whole", async () => {
    const whole = readFixture("compressed.npz");
    const read = (bytes: Uint8Array): Promise<unknown> =>
      codeOf(() => takeRecords(readNpz(new Blob([bytes as BlobPart]))));
    for (const size of [0, 3, 50, whole.length >> 1, whole.length - 30, whole.length - 1]) {
      expect(await read(whole.subarray(0, size))).toBe("DATASETS_DAMAGED_FILE");
    }
    const stored = readFixture("crystals.npz");
    for (const at of [300, 1500, 4000]) {
      const changed = stored.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await read(changed)).toBe("DATASETS_DAMAGED_FILE");
    }
    expect(await read(new TextEncoder().encode("<!doctype html><title>Log in</title>"))).toBe(
      "DATASETS_HTML_PAGE",
    );
    const large = readNpz(whole, { maxBytes: 100 });
    expect(await codeOf(() => takeRecords(large))).toBe("DATASETS_UNSUPPORTED_CONTENT");
    const unfit = zipSync({
      "num_atoms.npy": encodeNpy({ shape: [1], data: Int32Array.of(2) }),
      "pos.npy": encodeNpy({ shape: [1, 3], data: Float64Array.of(0, 0, 0) }),
    });
    expect(await read(unfit)).toBe("DATASETS_DAMAGED_FILE");
  });

  it("keeps a crystal that is wrong from costing another", async () => {
    const bytes = zipSync({
      "num_atoms.npy": encodeNpy({ shape: [2], data: Int32Array.of(1, 1) }),
      "atomic_numbers.npy": encodeNpy({ shape: [2], data: Int32Array.of(200, 84) }),
      "pos.npy": encodeNpy({ shape: [2, 3], data: new Float64Array(6) }),
      "lengths.npy": encodeNpy({ shape: [2, 3], data: new Float64Array(6).fill(3.35) }),
      "angles.npy": encodeNpy({ shape: [2, 3], data: new Float64Array(6).fill(90) }),
    });
    const results = [];
    for await (const item of readNpz(bytes)) {
      results.push(item.ok ? item.value.id : [item.error.code, item.error.id]);
    }
    expect(results).toEqual([["DATASETS_INVALID_STRUCTURE", "row-1"], "row-2"]);
  });
});
