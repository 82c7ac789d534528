import { describe, expect, it } from "@jest/globals";
import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { matchesFilter, splitByColumn } from "@ftcp/datasets";
import type { RecordFilter } from "@ftcp/datasets";
import { readDataset } from "@ftcp/datasets/node";
import { sharedData } from "@ftcp/testing";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const data = sharedData();
const describeShared = data === undefined ? describe.skip : describe;

describeShared("the crystals of the Materials Project (needs ../shared)", () => {
  const both = ["formation_energy_per_atom", "band_gap"];
  const ternary: RecordFilter = { elements: { min: 3, max: 3 }, maxSites: 20, requires: both };
  const quaternary: RecordFilter = { elements: { min: 4, max: 4 }, maxSites: 40 };
  const filters: readonly RecordFilter[] = [
    {},
    ternary,
    { ...ternary, requires: [...both, "Powerfactor"] },
    quaternary,
    { ...quaternary, requires: both },
  ];

  it("are read whole, with the counts that the data's own description gives", async () => {
    const counts: Record<string, number[]> = { train: [0, 0, 0, 0, 0], test: [0, 0, 0, 0, 0] };
    const formulas: Record<string, Set<string>> = { train: new Set(), test: new Set() };
    const ours = new Map<string, string>(); // formula of the data -> our formula
    let crystals = 0;
    let memory = 0;
    for await (const item of readDataset(join(data ?? "", "crystals.jsonl.gz"))) {
      if (!item.ok) throw item.error;
      crystals += 1;
      if (crystals % 5000 === 0) {
        collectGarbage(); // what waits for the collector depends on the machine
        memory = Math.max(memory, process.memoryUsage().heapUsed);
      }
      const { structure, labels, properties, id } = item.value;
      const part = splitByColumn(item.value);
      for (const [i, filter] of filters.entries()) {
        if (matchesFilter(item.value, filter))
          counts[part]?.splice(i, 1, (counts[part][i] ?? 0) + 1);
      }
      const theirs = labels["reduced_formula"] ?? "";
      formulas[part]?.add(theirs);
      const formula = reducedFormula(compositionOf(structure));
      if ((ours.get(theirs) ?? formula) !== formula)
        throw new Error(`${id}: two names for ${theirs}`);
      ours.set(theirs, formula);
      if (properties["nsites"] !== structure.sites.length) throw new Error(`${id}: sites`);
      if (Object.values(properties).some((value) => !Number.isFinite(value))) throw new Error(id);
    }
    expect(crystals).toBe(50_551);
    expect(counts).toEqual({
      train: [43_736, 15_294, 2133, 6153, 4458],
      test: [6815, 2429, 329, 1050, 788],
    });
    expect([formulas["train"]?.size, formulas["test"]?.size]).toEqual([35_560, 5538]);
    // The same partition: as many of our names as of theirs, one each.
    expect(new Set(ours.values()).size).toBe(ours.size);
    // Streamed: the text alone is 132 MB.
    expect(memory).toBeLessThan(100e6);
  }, 120_000);
});
