/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { rows, toJsonl } from "./crystals.ts";
import { ftcp, trainingWorker } from "./ftcp.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

jest.setTimeout(120_000); // networks of their real size

const at = useTemporaryFolder();

beforeAll(async () => {
  const labelled = rows.map(({ thermo, ...row }) => ({ ...row, Powerfactor: thermo }));
  await writeFile(at("data.jsonl"), toJsonl(labelled));
});

async function reproduce(
  what: string,
  ...more: string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const args = ["reproduce", what, "--data", at("data.jsonl"), "--out", at("out")];
  const small = ["--on", "test", "--max-sites", "5", "--epochs", "1"];
  return ftcp([...args, ...small, "--engine", "onnxruntime-node", "--threads", "1", ...more], {
    trainingWorker: await trainingWorker(),
  });
}

describe("ftcp reproduce", () => {
  it("table2: the four rows beside the paper's, and a second time without training", async () => {
    const first = await reproduce("table2", "--seeds", "2");
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toContain("| both, paper | 0.0630 | 0.2310 |");
    for (const row of ["real", "momentum", "both", "cgcnn"]) {
      expect(first.stdout).toMatch(
        new RegExp(
          `\\| ${row}, here \\| \\d+\\.\\d+ ± \\d+\\.\\d+ \\| \\d+\\.\\d+ ± \\d+\\.\\d+ \\|`,
          "u",
        ),
      );
    }
    expect(await readdir(at("out", "runs"))).toHaveLength(8);
    const second = await reproduce("table2", "--seeds", "2", "--json");
    expect(second.stderr.match(/taken as it is/gu)).toHaveLength(8);
    const table = JSON.parse(second.stdout) as { protocol: object; rows: object[] };
    expect(table.protocol).toMatchObject({ measuredOn: "test", labels: "mixed", seeds: 2 });
    expect(table.rows).toHaveLength(4);
    const whole = JSON.parse(await readFile(at("out", "table2.json"), "utf8")) as {
      runs: { protocol: object; machine: object; seconds: number }[];
    };
    expect(whole.runs[0]).toMatchObject({
      protocol: { table: "table2", row: "real", seed: 1, epochs: 1 },
      crystals: { training: 8, measured: 3 },
    });
  });

  it("table3: metrics both ways, of the reference and of our own recipe", async () => {
    const rowNames = ["--preset", "reference", "--seeds", "1", "--rows", "both", "ftcp", "--json"];
    const { code, stdout } = await reproduce("table3", ...rowNames);
    expect(code).toBe(0);
    const { rows: measured } = JSON.parse(stdout) as {
      rows: { row: string; summary: Record<string, { mean: number }> }[];
    };
    expect(measured.map(({ row }) => row)).toEqual(["both", "ftcp"]);
    for (const { summary } of measured) {
      for (const part of ["elements", "lengths", "angles", "coordinates"]) {
        expect(summary[`reference.${part}`]?.mean).toEqual(expect.any(Number));
        expect(summary[`honest.${part}`]?.mean).toEqual(expect.any(Number));
      }
      expect(summary["honest.match"]?.mean).toEqual(expect.any(Number));
    }
    // The identity start of our own recipe reconstructs from the first epoch on.
    expect(measured[1]?.summary["honest.lengths"]?.mean).toBeLessThan(0.2);
  });

  it("semisupervised: the network with and without the crystals that lack the label", async () => {
    const { code, stdout } = await reproduce("semisupervised", "--seeds", "1", "--json");
    expect(code).toBe(0);
    const { rows: measured } = JSON.parse(stdout) as {
      rows: { row: string; summary: Record<string, { mean: number }> }[];
    };
    expect(measured.map(({ row }) => row)).toEqual(["semisupervised", "labelled alone"]);
    for (const { summary } of measured) {
      expect(summary["Powerfactor"]?.mean).toBeGreaterThanOrEqual(0);
    }
  });
});
