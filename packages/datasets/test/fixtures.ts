import type { CrystalRecord, RecordResult } from "@ftcp/datasets";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Folder of the files made by tools/reference/datasets/make_fixtures.py. */
export const fixtures: string = join(import.meta.dirname, "fixtures");

/** What these programs were told to write in the large table. */
export interface ExpectedRow {
  readonly id: string;
  readonly a: number;
  readonly elements: readonly string[];
  readonly properties: Readonly<Record<string, number>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** Bytes of a fixture. */
export function readFixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(fixtures, name)));
}

/** The rows of the large table. */
export function expectedRows(): ExpectedRow[] {
  return JSON.parse(readFileSync(join(fixtures, "expected.json"), "utf8")) as ExpectedRow[];
}

/** A record in the form of {@link ExpectedRow}. */
export function describeRecord({ id, structure, properties, labels }: CrystalRecord): ExpectedRow {
  const { lattice, sites } = structure;
  const elements = sites.map(({ species }) => species.map(({ element }) => element).join(""));
  return { id, a: lattice.a, elements, properties, labels };
}

/** All of a stream; throws the first failure. */
export async function takeRecords(source: AsyncIterable<RecordResult>): Promise<CrystalRecord[]> {
  const records: CrystalRecord[] = [];
  for await (const item of source) {
    if (!item.ok) throw item.error;
    records.push(item.value);
  }
  return records;
}

/** Joins pieces of bytes. */
export async function joinBytes(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  const bytes = new Uint8Array(all.reduce((size, { length }) => size + length, 0));
  let offset = 0;
  for (const piece of all) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}
