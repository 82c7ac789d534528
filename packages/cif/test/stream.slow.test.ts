import { parseCifDocument, streamCifBlocks } from "@ftcp/cif";
import { describe, expect, it } from "@jest/globals";

import { cifText } from "./cifText.ts";

const atoms = Array.from({ length: 23 }, (_, row) => `Na${row} Na 0.${row + 10} 0.25 0.5(1) 1`);

/** A file of many blocks, made as it is read. */
function* manyBlocks(megabytes: number): Generator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  let length = 0;
  for (let index = 0; length < megabytes * 1e6; index += 1) {
    const text = cifText({ atoms: atoms.join("\n") }).replace("data_test", `data_${index}`);
    const bytes = encoder.encode(text);
    length += bytes.length;
    yield bytes;
  }
}

function* hugeLoop(megabytes: number): Generator<string, void, undefined> {
  yield "data_huge loop_ _a _b _c\n";
  const rows = "1.2345 2.3456 3.4567\n".repeat(3000);
  for (let length = 0; length < megabytes * 1e6; length += rows.length) yield rows;
  yield "data_last _a 1\n";
}

async function measure(
  megabytes: number,
): Promise<{ seconds: number; peak: number; count: number }> {
  const before = process.cpuUsage();
  let peak = 0;
  let count = 0;
  for await (const block of streamCifBlocks(manyBlocks(megabytes))) {
    if (!block.ok) throw block.error;
    const loop = block.value.entry("_atom_site_fract_x");
    if (loop?.kind === "loop" && loop.number(0, loop.columnOf("_atom_site_fract_x")) === 0.1) {
      count += 1;
    }
    if (count % 5000 === 0) peak = Math.max(peak, process.memoryUsage().rss);
  }
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, peak: peak / 1e6, count };
}

describe("streamCifBlocks on large files", () => {
  it("reads 200 MB in bounded memory and in ten times the time of 20 MB", async () => {
    await measure(5);
    const start = process.memoryUsage().rss / 1e6;
    const small = await measure(20);
    const large = await measure(200);
    expect(large.count).toBeGreaterThan(9.9 * small.count);
    expect(large.seconds / small.seconds).toBeLessThan(15);
    expect(large.peak - start).toBeLessThan(300);
  });

  it("refuses one huge loop above the limit without holding it, and reads on", async () => {
    const results: unknown[] = [];
    let peak = 0;
    const start = process.memoryUsage().rss / 1e6;
    for await (const block of streamCifBlocks(hugeLoop(200), {
      maxLength: 10_000_000,
      onProgress: () => {
        peak = Math.max(peak, process.memoryUsage().rss / 1e6);
      },
    })) {
      results.push(block.ok ? block.value.name : [block.error.code, block.error.block]);
    }
    expect(results).toEqual([["CIF_TOO_LONG", "huge"], "last"]);
    expect(peak - start).toBeLessThan(400);
  });

  it("reads one huge loop within the limit, and its numbers as columns", () => {
    const text = [...hugeLoop(90)].join("");
    const [block] = parseCifDocument(text).blocks;
    const loop = block?.entry("_b");
    const numbers = loop?.kind === "loop" ? loop.numbers("_b") : undefined;
    expect(numbers?.values.length).toBeGreaterThan(4_000_000);
    expect(numbers?.values.at(-1)).toBe(2.3456);
    expect(() => parseCifDocument(text, { maxValues: 1_000_000 })).toThrow(
      expect.objectContaining({ code: "CIF_TOO_MANY_VALUES" }),
    );
  });
});
