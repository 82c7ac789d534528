import { describe, expect, it } from "@jest/globals";
import { gzipSync } from "node:zlib";
import { datasetFormats, formatOfName, readRecords, writeRecords } from "@ftcp/datasets";
import { arrowCodec } from "@ftcp/datasets/arrow";
import { joinBytes, takeRecords } from "../../test/fixtures.ts";
import { recordOf } from "../../test/recordOf.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";

const records = [
  recordOf("a", textbookCrystals.rutile, { gap: 3 }, { phase: "rutile" }),
  recordOf("b", textbookCrystals.CsCl, {}, { phase: "cesium" }),
];
const files = datasetFormats.filter(({ extensions }) => extensions.length > 0);
const names = files.flatMap(({ extensions }) => extensions.map((each) => `crystals${each}`));
const packed = files
  .filter(({ isText }) => isText)
  .flatMap(({ extensions: [first] }) => [
    `crystals${first ?? ""}.gz`,
    `crystals${first ?? ""}.zst`,
  ]);
const codecs = [arrowCodec];

describe("readRecords and writeRecords", () => {
  it.each([...names, ...packed])("agree on %s as bytes, file and web stream", async (name) => {
    const bytes = await joinBytes(writeRecords(name, records, { codecs }));
    const file = new File([bytes], name);
    for (const read of [
      () => readRecords(bytes, { file: name, codecs }),
      () => readRecords(file, { codecs }), // by its own name
      () => readRecords(file.stream(), { file: name, codecs }),
    ]) {
      const found = await takeRecords(read());
      expect(found.map(({ id, properties, labels }) => [id, properties, labels])).toEqual(
        records.map(({ id, properties, labels }) => [id, properties, labels]),
      );
    }
  });

  it("read binary formats that somebody has compressed", async () => {
    for (const name of ["a.parquet", "a.arrow", "a.npz"]) {
      const bytes = gzipSync(await joinBytes(writeRecords(name, records, { codecs })));
      const found = await takeRecords(readRecords(bytes, { file: `${name}.gz`, codecs }));
      expect(found.map(({ id }) => id)).toEqual(["a", "b"]);
      await expect(joinBytes(writeRecords(`${name}.gz`, records))).rejects.toMatchObject({
        code: "DATASETS_UNKNOWN_FORMAT",
      });
    }
  });

  it("say what is missing: a name, a known ending, the codec of Arrow", async () => {
    await expect(readRecords("").next()).rejects.toMatchObject({ code: "DATASETS_UNKNOWN_FORMAT" });
    await expect(readRecords("", { file: "a.xlsx" }).next()).rejects.toMatchObject({
      code: "DATASETS_UNKNOWN_FORMAT",
      known: expect.arrayContaining([".feather", ".npz"]) as unknown,
    });
    for (const action of [readRecords("", { format: "arrow" }), writeRecords("a.ipc", [])]) {
      await expect(action.next()).rejects.toMatchObject({ code: "DATASETS_MISSING_LIBRARY" });
    }
  });

  it("tell formats by the end of the name, in any case", () => {
    expect(formatOfName("/a.b/x.CSV.GZ")).toMatchObject({ format: "csv", compression: "gzip" });
    expect(formatOfName("x.zst", "json")).toMatchObject({ format: "json", compression: "zstd" });
    expect(formatOfName("x.arrows")).toMatchObject({ format: "arrow", isArrowStream: true });
  });
});

describe("zstd", () => {
  it("is written by two writers at the same time, one piece after the other", async () => {
    // Enough that each writer is in the middle when the other goes on.
    const many = Array.from({ length: 900 }, (_, i) => ({
      ...(records[i % 2] ?? recordOf("", textbookCrystals.CsCl)),
      id: `${i}`,
      labels: { noise: `${Math.sin(i)}`.repeat(40) },
    }));
    const writers = ["a.jsonl.zst", "b.csv.zst", "c.jsonl.zst"].map((name) => ({
      name,
      pieces: writeRecords(name, many),
      bytes: [] as Uint8Array[],
      isDone: false,
    }));
    while (writers.some(({ isDone }) => !isDone)) {
      for (const writer of writers) {
        const next = await writer.pieces.next();
        if (next.done === true) writer.isDone = true;
        else writer.bytes.push(next.value);
      }
    }
    for (const { name, bytes } of writers) {
      expect(bytes.length).toBeGreaterThan(3);
      const found = await takeRecords(readRecords(bytes, { file: name, textColumns: ["noise"] }));
      expect(found.map(({ id, labels }) => [id, labels])).toEqual(
        many.map(({ id, labels }) => [id, labels]),
      );
    }
  });
});
