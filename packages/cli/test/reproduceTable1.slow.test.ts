import { beforeAll, describe, expect, it } from "@jest/globals";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { rows, toJsonl } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

const at = useTemporaryFolder();

beforeAll(async () => {
  await writeFile(at("data.jsonl"), toJsonl(rows));
});

function table1(
  ...more: string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const args = ["reproduce", "table1", "--data", at("data.jsonl"), "--out", at("out")];
  return ftcp([...args, "--engine", "wasm", ...more]);
}

describe("ftcp reproduce table1", () => {
  it("the samplers beside the paper's numbers, by budget, and a second time without sampling", async () => {
    const budget = ["--budget", "1200", "--rows", "lp", "random", "random-full"];
    const first = await table1(...budget);
    expect(first).toMatchObject({ code: 0 });
    for (const row of ["lp", "random", "random-full"]) {
      for (const samples of ["1,000", "1,200"]) {
        expect(first.stdout).toMatch(new RegExp(`\\| ${row} \\| ${samples} \\| \\d+\\.\\d %`, "u"));
      }
    }
    expect(first.stdout).toContain("| lp, paper | not told | 27.1 % |");
    expect(first.stdout).toContain("of the test split");
    expect(await readFile(at("out", "table1.svg"), "utf8")).toMatch(/^<svg [^]*<\/svg>\n$/u);
    expect(await readFile(at("out", "table1.md"), "utf8")).toBe(first.stdout);
    expect(await readdir(at("out", "runs"))).toHaveLength(3);

    const second = await table1(...budget, "--json");
    expect(second.stderr.match(/taken as it is/gu)).toHaveLength(3);
    const table = JSON.parse(second.stdout) as {
      points: { row: string; budget: number; byFormula: number }[];
      protocol: object;
    };
    expect(table.points.map(({ row, budget: samples }) => [row, samples])).toEqual([
      ...[["lp", 1000], ["lp", 1200], ["random", 1000], ["random", 1200]], // prettier-ignore
      ...[["random-full", 1000], ["random-full", 1200]], // prettier-ignore
    ]);
    expect(table.protocol).toMatchObject({ model: "ternary-20", roots: 15294 });
  });

  it("says which rows there are not, and when the test split is empty", async () => {
    const unknown = await table1("--rows", "imaginary");
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('CLI_USAGE: there is no row "imaginary"');
    await writeFile(at("train.jsonl"), toJsonl(rows.map((row) => ({ ...row, split: "train" }))));
    const empty = await table1("--data", at("train.jsonl"));
    expect(empty.code).not.toBe(0);
    expect(empty.stderr).toContain("CLI_NO_");
  });
});
