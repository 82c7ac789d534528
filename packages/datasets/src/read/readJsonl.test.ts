import { describe, expect, it } from "@jest/globals";
import { writeCif } from "@ftcp/cif";
import { gzipSync } from "node:zlib";
import { collectRows } from "../../test/collectRows.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";
import { collectRecords } from "../collectRecords.ts";
import type { ReadProgress } from "../source/datasetSource.ts";
import { readJsonl } from "./readJsonl.ts";

const cif = writeCif(textbookCrystals.CsCl);
const lineOf = (id: string, more: object = {}) => JSON.stringify({ material_id: id, cif, ...more });
const encode = (text: string) => new TextEncoder().encode(text);

describe("readJsonl", () => {
  it("reads id, structure, numbers and texts", async () => {
    const row = {
      e: -1.5,
      zero: 0,
      phase: "B2",
      split: 3,
      metal: true,
      tags: ["a", "b"],
      code: "225",
    };
    const { records, errors } = await collectRecords(readJsonl(lineOf("mp-1", row)));
    expect(errors).toEqual([]);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      id: "mp-1",
      properties: { e: -1.5, zero: 0 },
      labels: { phase: "B2", split: "3", metal: "true", tags: '["a","b"]', code: "225" },
    });
    expect(records[0]?.structure.sites.map((site) => site.species[0]?.element)).toEqual([
      "Cs",
      "Cl",
    ]);
    expect(records[0]?.structure.lattice.a).toBe(4.123);
  });

  it("leaves out what is missing instead of making it 0", async () => {
    const text =
      `{"id": 7, "a": null, "b": NaN, "c": -Infinity, "d": "", "e": "nan", "f": 1e999, ` +
      `"note": "NaN, Infinity", "cif": ${JSON.stringify(cif)}}`;
    const { records } = await collectRecords(readJsonl(text));
    expect(records[0]).toMatchObject({
      id: "7",
      properties: {},
      labels: { note: "NaN, Infinity" },
    });
    expect(Object.keys(records[0]?.properties ?? {})).toEqual([]);
    expect(Object.keys(records[0]?.labels ?? {})).toEqual(["note"]);
  });

  it("makes one failed result of each bad line and loses no other", async () => {
    const lines = [
      lineOf("a"),
      '{"material_id": "broken", ',
      "",
      '"text"',
      JSON.stringify({ cif }),
      JSON.stringify({ id: "no-cif", cif: null }),
      JSON.stringify({ id: "bad-cif", cif: "data_x\n_cell_length_a oops\n" }),
      lineOf("b"),
    ];
    expect(await collectRows(readJsonl(lines.join("\r\n")))).toEqual([
      "a",
      { code: "DATASETS_INVALID_JSON", line: 2, row: 2 },
      { code: "DATASETS_INVALID_ROW", line: 4, row: 3 },
      { code: "DATASETS_MISSING_ID", line: 5, row: 4 },
      { code: "DATASETS_MISSING_CIF", line: 6, row: 5, id: "no-cif" },
      { code: "DATASETS_INVALID_CIF", line: 7, row: 6, id: "bad-cif" },
      "b",
    ]);
  });

  it("puts the reason, the file and the line into the error", async () => {
    const bad = JSON.stringify({ id: "x", cif: "data_x\n" });
    const { errors } = await collectRecords(readJsonl(`\n${bad}`, { file: "some/file.jsonl" }));
    expect(errors[0]).toMatchObject({ file: "some/file.jsonl", line: 2, column: "cif" });
    expect(errors[0]?.cause).toBeInstanceOf(Error);
    expect(errors[0]?.message).toContain("some/file.jsonl:2 (x): ");
  });

  it("fails a line that is no UTF-8, and only that line", async () => {
    const bytes = new Uint8Array([
      ...encode(`\uFEFF${lineOf("a")}\n{"id": "`),
      0xff,
      0xfe,
      ...encode(`"}\n${lineOf("b")}`),
    ]);
    expect(await collectRows(readJsonl(bytes))).toEqual([
      "a",
      { code: "DATASETS_INVALID_ENCODING", line: 2, row: 2 },
      "b",
    ]);
  });

  it("fails a line that is too long without holding it", async () => {
    const text = `${lineOf("a")}\n${"x".repeat(300_000)}\n${lineOf("b")}\n`;
    expect(await collectRows(readJsonl(text, { maxLineBytes: 10_000 }))).toEqual([
      "a",
      { code: "DATASETS_LINE_TOO_LONG", line: 2, row: 2 },
      "b",
    ]);
    await expect(readJsonl("", { maxLineBytes: 0 }).next()).rejects.toThrow(RangeError);
  });

  it("takes text, bytes, blobs, web streams and iterables, cut anywhere, plain or gzipped", async () => {
    const text = `${lineOf("a", { name: "cæsium 😀" })}\n${lineOf("b")}\n`;
    const half = text.indexOf("😀") + 1; // between the surrogates
    async function* texts() {
      yield text.slice(0, half);
      await Promise.resolve();
      yield text.slice(half);
    }
    const cut = (bytes: Uint8Array, size: number) =>
      Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
    const bytes = encode(text);
    const packed = new Uint8Array(gzipSync(bytes));
    const twoMembers = new Uint8Array([
      ...gzipSync(bytes.subarray(0, 100)),
      ...gzipSync(bytes.subarray(100)),
    ]);
    const sources = [
      text,
      bytes,
      new Blob([text]),
      new Blob([text]).stream(),
      texts(),
      cut(bytes, 7),
      packed,
      new Blob([packed]),
      cut(packed, 1),
      twoMembers,
    ];
    for (const source of sources) {
      const { records, errors } = await collectRecords(readJsonl(source));
      expect(errors).toEqual([]);
      expect(records.map(({ id, labels }) => [id, labels["name"]])).toEqual([
        ["a", "cæsium 😀"],
        ["b", undefined],
      ]);
    }
  });

  it("keeps every row before the end of gzip that is cut short, and never half a row", async () => {
    // Incompressible, so that the cut falls far from the ends.
    const noise = (i: number) => Array.from({ length: 50 }, (_, j) => Math.sin(i * 50 + j + 1));
    const text = Array.from({ length: 200 }, (_, i) => lineOf(`c${i}`, { noise: noise(i) })).join(
      "\n",
    );
    const packed = new Uint8Array(gzipSync(text));
    const rows = await collectRows(readJsonl(packed.subarray(0, packed.length / 2)));
    expect(rows.length).toBeGreaterThan(80);
    expect(rows.length).toBeLessThan(120);
    const last = rows.length - 1;
    expect(rows.slice(0, last)).toEqual(Array.from({ length: last }, (_, i) => `c${i}`));
    expect(rows[last]).toMatchObject({ code: "DATASETS_DAMAGED_GZIP", line: last + 1 });

    const scratched = packed.slice();
    scratched.fill(0xff, packed.length / 2, packed.length / 2 + 50);
    const others = await collectRows(readJsonl(scratched));
    expect(others.length).toBeGreaterThan(70);
    expect(others.slice(0, 70)).toEqual(Array.from({ length: 70 }, (_, i) => `c${i}`));
    expect(others.at(-1)).toMatchObject({ code: "DATASETS_DAMAGED_GZIP" });

    const flipped = packed.slice();
    flipped.set([(packed.at(-6) ?? 0) ^ 1], packed.length - 6); // the checksum
    expect((await collectRows(readJsonl(flipped))).at(-1)).toMatchObject({
      code: "DATASETS_DAMAGED_GZIP",
    });
    expect(await collectRows(readJsonl("no gzip", { compression: "gzip" }))).toEqual([
      { code: "DATASETS_DAMAGED_GZIP", line: 1 },
    ]);
  });

  it("ends with one failed result when the source breaks off", async () => {
    async function* source() {
      yield `${lineOf("a")}\n${lineOf("b").slice(0, 40)}`;
      await Promise.resolve();
      throw new Error("the disk is gone");
    }
    expect(await collectRows(readJsonl(source()))).toEqual([
      "a",
      { code: "DATASETS_UNREADABLE_FILE", line: 2 },
    ]);
  });

  it("closes the source when the caller stops early", async () => {
    let closed = false;
    async function* source() {
      try {
        for (;;) {
          yield `${lineOf("a")}\n`;
          await Promise.resolve();
        }
      } finally {
        closed = true;
      }
    }
    for await (const item of readJsonl(source())) {
      expect(item.ok).toBe(true);
      break;
    }
    expect(closed).toBe(true);
  });

  it("stops on abort, even while the source hangs", async () => {
    const before = readJsonl(lineOf("a"), { signal: AbortSignal.abort(new Error("stop")) });
    await expect(before.next()).rejects.toThrow("stop");

    const controller = new AbortController();
    const hanging = new ReadableStream<Uint8Array>({
      start: (stream) => {
        stream.enqueue(encode(`${lineOf("a")}\n`));
      },
    });
    const reading = readJsonl(hanging, { signal: controller.signal });
    expect((await reading.next()).done).toBe(false);
    const next = reading.next();
    controller.abort(new Error("enough"));
    await expect(next).rejects.toThrow("enough");
  });

  it("tells how far it is", async () => {
    const text = `${lineOf("a")}\n{\n${lineOf("b")}\n`;
    const packed = new Uint8Array(gzipSync(text));
    const progress: ReadProgress[] = [];
    await collectRecords(
      readJsonl(packed, { bytesTotal: packed.length, onProgress: (state) => progress.push(state) }),
    );
    expect(progress.at(-1)).toEqual({
      bytesRead: packed.length,
      bytesTotal: packed.length,
      rows: 3,
      failures: 1,
    });
  });

  it("takes column names, declared types, missing ids and a choice of rows as told", async () => {
    const rows = [
      { key: "a", text: cif, fold: 1, x: "5", y: 7 },
      { key: "b", text: cif, fold: 2, x: "n.d.", y: 7 },
      { text: cif, fold: 1, x: 6, y: 7 },
    ];
    const text = rows.map((row) => JSON.stringify(row)).join("\n");
    const options = {
      idColumn: "key",
      cifColumn: "text",
      numericColumns: ["x"],
      textColumns: ["y"],
    };
    expect(await collectRows(readJsonl(text, options))).toEqual([
      "a",
      { code: "DATASETS_INVALID_NUMBER", line: 2, row: 2, id: "b" },
      { code: "DATASETS_MISSING_ID", line: 3, row: 3 },
    ]);
    const { records } = await collectRecords(
      readJsonl(text, { ...options, missingId: "row", select: ({ fold }) => fold === 1 }),
    );
    expect(records).toMatchObject([
      { id: "a", properties: { x: 5 }, labels: { y: "7", fold: "1" } },
      { id: "row-3", properties: { x: 6 } },
    ]);
  });
});
