import { describe, expect, it } from "@jest/globals";
import { filterRecords, removeDuplicates } from "@ftcp/datasets";
import type { RecordResult, RecordSource } from "@ftcp/datasets";
import { readDataset } from "@ftcp/datasets/node";
import { sharedData } from "@ftcp/testing";
import { join } from "node:path";

const data = sharedData();
const describeShared = data === undefined ? describe.skip : describe;

async function split(source: RecordSource): Promise<{ kept: RecordResult[]; repeated: string[] }> {
  const repeated: string[] = [];
  const kept: RecordResult[] = [];
  for await (const item of removeDuplicates(source, {
    onDuplicate: ({ id }) => repeated.push(id),
  })) {
    kept.push(item);
  }
  return { kept, repeated };
}

describeShared("removeDuplicates on the Materials Project (needs ../shared)", () => {
  it("finds as many repeated ternaries as pymatgen, and none in what it kept", async () => {
    const crystals = readDataset(join(data ?? "", "crystals.jsonl.gz"));
    const filter = { elements: { min: 3, max: 3 }, maxSites: 20 };
    const { kept, repeated } = await split(filterRecords(crystals, filter));
    expect(kept.length + repeated.length).toBe(18_753);
    expect(kept.every(({ ok }) => ok)).toBe(true);
    // pymatgen 2026.10.24, StructureMatcher().fit against every crystal kept so far: 380 when a pair counts
    // that fits in either order, as ours does, and 376 with fit(kept, new) alone, which depends on the
    // order. At the limits of the tolerances verdicts differ.
    expect(Math.abs(repeated.length - 380)).toBeLessThanOrEqual(4);
    expect((await split(kept)).repeated).toEqual([]);
  }, 180_000);
});
