import { readFileSync } from "node:fs";

import { parseCifBlocks } from "@ftcp/cif";
import { compositionOf, latticeVolume } from "@ftcp/crystal";
import { sharedData } from "@ftcp/testing";
import { describe, expect, it } from "@jest/globals";

import { tortureFiles } from "./tortureFiles.ts";

interface Answer {
  readonly path: string;
  readonly structures?: readonly {
    readonly blockIndex: number;
    readonly nSymops: number;
    readonly consensus: {
      readonly confidence?: string;
      readonly counts?: Readonly<Record<string, number>>;
      readonly volume?: number;
    };
  }[];
}

const folder = sharedData();
const describeShared = folder === undefined ? describe.skip : describe;

describeShared("the torture files (needs ../shared)", () => {
  const files = folder === undefined ? new Map() : tortureFiles(`${folder}/torture.tar.gz`);
  const answers = (
    folder === undefined ? "" : readFileSync(`${folder}/torture-expected.jsonl`, "utf8")
  )
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Answer);

  function textOf(path: string): string {
    const bytes = Buffer.from((files as Map<string, string>).get(path) ?? "", "latin1");
    return bytes.toString("utf8");
  }

  it("all end in a crystal or a typed error within a second each", () => {
    let slowest = 0;
    for (const { path } of answers) {
      const text = textOf(path);
      // Processor time, so that a busy machine does not count.
      const before = process.cpuUsage();
      parseCifBlocks(text);
      const { user, system } = process.cpuUsage(before);
      slowest = Math.max(slowest, (user + system) / 1000);
    }
    expect(answers).toHaveLength(2125);
    expect(slowest).toBeLessThan(1000);
  });

  it("that list operators agree with the oracles wherever their confidence is high", () => {
    const wrong: string[] = [];
    let count = 0;
    for (const { path, structures } of answers) {
      const high = (structures ?? []).filter(
        ({ consensus, nSymops }) => consensus.confidence === "high" && nSymops > 0,
      );
      if (high.length === 0) continue;
      const { blocks } = parseCifBlocks(textOf(path));
      for (const { blockIndex, consensus } of high) {
        count += 1;
        const structure = blocks[blockIndex]?.structure;
        if (structure?.ok !== true) {
          wrong.push(`${path}: ${structure?.error.code ?? "no structure"}`);
          continue;
        }
        const { counts = {}, volume = NaN } = consensus;
        const own: Record<string, number> = {};
        for (const [element, amount] of Object.entries(compositionOf(structure.value))) {
          // The oracles count deuterium as hydrogen.
          const key = element === "D" || element === "T" ? "H" : element;
          own[key] = (own[key] ?? 0) + amount;
        }
        const elements = new Set([...Object.keys(own), ...Object.keys(counts)]);
        const isSame = [...elements].every(
          (element) =>
            Math.abs((own[element] ?? 0) - (counts[element] ?? 0)) <=
            1e-3 * Math.max(1, counts[element] ?? 0),
        );
        const difference = Math.abs(latticeVolume(structure.value.lattice) - volume);
        if (!isSame || difference > 1e-3 * volume) wrong.push(path);
      }
    }
    expect(count).toBeGreaterThan(1400);
    expect(wrong).toEqual([]);
  });
});
