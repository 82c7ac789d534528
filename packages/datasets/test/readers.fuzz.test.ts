import { describe, expect, it } from "@jest/globals";
import { readdirSync } from "node:fs";
import { createRandom } from "@ftcp/random";
import { DatasetError, decodeNpy, readRecords } from "@ftcp/datasets";
import { arrowCodec } from "@ftcp/datasets/arrow";
import { fixtures, readFixture } from "./fixtures.ts";

/** Mutated files that are read; `FTCP_FUZZ_RUNS` and `FTCP_FUZZ_MINUTES` end the test earlier or later. */
const runs = Number(process.env["FTCP_FUZZ_RUNS"] ?? "1000000");
const minutes = Number(process.env["FTCP_FUZZ_MINUTES"] ?? "60");
const firstSeed = Number(process.env["FTCP_FUZZ_SEED"] ?? "1");
/** Longest time of the processor for one input in ms, and most memory that one may leave behind. */
const limit = 4000;
const memory = 1.5e9;

const xyz =
  '2\nLattice="4 0 0 0 4 0 0 0 4" Properties=species:S:1:pos:R:3 energy=-1.5\nCs 0 0 0\nCl 2 2 2\n'.repeat(
    3,
  );
const names = readdirSync(fixtures).filter((name) =>
  /\.(?:parquet|arrows?|npy|npz|json|json\.gz)$/u.test(name),
);
const seeds: readonly (readonly [string, Uint8Array])[] = [
  ...names
    .map((name) => [name, readFixture(name)] as const)
    .filter(([, { length }]) => length < 200_000),
  ["frames.extxyz", new TextEncoder().encode(xyz)],
  ["rows.csv", new TextEncoder().encode('id,gap,cif\na,1,"data_x\n_cell_length_a 4"\nb,,\n')],
  ["lines.jsonl", new TextEncoder().encode('{"id":"a","cif":"data_x","gap":1}\n{"id":2}\n')],
];

/** Changes, repeats, removes or inserts bytes, sets numbers to extremes, cuts the file. */
function mutate(bytes: Uint8Array, seed: number): Uint8Array<ArrayBuffer> {
  const random = createRandom(seed);
  const below = (end: number): number => Math.floor(random.uniform() * end);
  let result = new Uint8Array(bytes);
  for (let i = 1 + below(4); i > 0; i--) {
    // Ends of files hold their directories.
    const at =
      random.uniform() < 0.4
        ? Math.max(0, result.length - 1 - below(400))
        : below(result.length + 1);
    const size = Math.min(result.length - at, 1 + below(16));
    const kind = below(6);
    if (kind === 0) result[at] = below(256);
    else if (kind === 1) result.fill([0, 255, 127, 128][below(4)] ?? 0, at, at + size);
    else if (kind === 2) result = result.slice(0, at);
    else {
      const inserted = kind === 3 ? new Uint8Array() : result.slice(at, at + size);
      const rest = result.slice(at + (kind === 5 ? 0 : size));
      const joined = new Uint8Array(at + inserted.length + rest.length);
      joined.set(result.subarray(0, at));
      joined.set(inserted, at);
      joined.set(rest, at + inserted.length);
      result = joined;
    }
  }
  return result;
}

describe("readers of datasets", () => {
  it(
    "give records, failed results or a DatasetError for every mutated file, in bounded time and memory",
    async () => {
      const end = performance.now() + minutes * 60_000;
      let slowest = 0;
      let done = 0;
      for (; done < runs && performance.now() < end; done++) {
        const seed = firstSeed + done;
        const [name, whole] = seeds[done % seeds.length] ?? ["", new Uint8Array()];
        const bytes = mutate(whole, seed);
        const start = process.cpuUsage();
        try {
          if (name.endsWith(".npy")) decodeNpy(bytes);
          else {
            const source = done % 2 === 0 ? bytes : new Blob([bytes]);
            for await (const item of readRecords(source, { file: name, codecs: [arrowCodec] })) {
              if (!item.ok && !(item.error instanceof DatasetError)) throw item.error as Error;
            }
          }
        } catch (error) {
          if (!(error instanceof DatasetError)) {
            throw new Error(`${name}, FTCP_FUZZ_SEED=${seed}: ${String(error)}`, { cause: error });
          }
        }
        const { user, system } = process.cpuUsage(start);
        const time = (user + system) / 1000;
        slowest = Math.max(slowest, time);
        if (time > limit || process.memoryUsage().rss > memory) {
          throw new Error(
            `${name}, FTCP_FUZZ_SEED=${seed}: ${time.toFixed(0)} ms, ${process.memoryUsage().rss} bytes`,
          );
        }
      }
      process.stdout.write(`${done} mutated files, the slowest in ${slowest.toFixed(0)} ms\n`);
      expect(done).toBeGreaterThan(0);
    },
    2 * minutes * 60_000 + 60_000,
  );
});
