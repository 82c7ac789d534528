import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { exitCodes } from "../src/exitCodes.ts";
import type { CommandIo } from "../src/index.ts";
import { rows, toJsonl } from "./crystals.ts";
import { ftcp, trainingWorker } from "./ftcp.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

jest.setTimeout(120_000); // networks of their real size

const at = useTemporaryFolder();

beforeAll(async () => {
  const labelled = rows.map(({ thermo, ...row }) => ({ ...row, Powerfactor: thermo }));
  await writeFile(at("data.jsonl"), toJsonl(labelled));
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function reproduceWith(
  io: Partial<CommandIo>,
  ...[what, ...more]: string[]
): Promise<Outcome> {
  const args = ["reproduce", what ?? "", "--data", at("data.jsonl"), "--out", at("out")];
  const small = ["--on", "test", "--max-sites", "5", "--epochs", "1"];
  return ftcp([...args, ...small, "--engine", "onnxruntime-node", "--threads", "1", ...more], {
    ...{ trainingWorker: await trainingWorker(), ...io },
  });
}

const reproduce = (...args: string[]): Promise<Outcome> => reproduceWith({}, ...args);

describe("ftcp reproduce", () => {
  it("table2: the four rows beside the paper's, and a second time without training", async () => {
    const first = await reproduce("table2", "--seeds", "2");
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toContain("| both, paper | 0.0630 | 0.2310 | – | – | – | – | – |");
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
    // Forward models are measured by the posterior's mean and, as the reference does it, by a sample.
    const [{ summary }] = table.rows as [{ summary: Record<string, { mean: number }> }];
    expect(summary["formation_energy_per_atom"]?.mean).not.toBe(
      summary["reference.formation_energy_per_atom"]?.mean,
    );
    const whole = JSON.parse(await readFile(at("out", "table2-paper-mixed-test.json"), "utf8")) as {
      runs: { protocol: object; machine: object; seconds: number; processorSeconds: number }[];
    };
    expect(whole.runs[0]).toMatchObject({
      protocol: { table: "table2", row: "real", seed: 1, epochs: 1 },
      crystals: { training: 8, measured: 3 },
    });
    expect(whole.runs[0]?.processorSeconds).toBeGreaterThan(0);
  });

  it("goes on from the last epoch of a training that was interrupted", async () => {
    const args = ["--rows", "cgcnn", "--seeds", "1", "--epochs", "3"];
    let interrupt: () => void = () => undefined;
    let written = 0;
    const interrupted = await reproduceWith(
      {
        onInterrupt: (listener) => {
          interrupt = listener;
          return () => undefined;
        },
        writeFile: async (path, contents) => {
          await writeFile(path, contents);
          written += 1;
          if (written === 4) interrupt(); // two files an epoch
        },
      },
      ...["table2", ...args, "--out", at("resumed")],
    );
    expect(interrupted.code).toBe(exitCodes.interrupted);
    expect(await readdir(at("resumed", "runs"))).toEqual([]);
    expect(await readdir(at("resumed", ".cache", "checkpoints"))).toHaveLength(2);
    const resumed = await reproduce("table2", ...args, "--out", at("resumed"));
    expect(resumed).toMatchObject({ code: 0 });
    expect(resumed.stderr).not.toContain("epoch 1 of 3");
    expect(resumed.stderr).toContain("epoch 3 of 3");
    expect(await readdir(at("resumed", ".cache", "checkpoints"))).toEqual([]);
    const whole = await reproduce("table2", ...args, "--out", at("whole"));
    const numbers = (text: string): readonly string[] => text.split("|").slice(0, -12);
    expect(numbers(resumed.stdout).join("|")).toContain("cgcnn, here");
    expect(numbers(resumed.stdout)).toEqual(numbers(whole.stdout));
    const name = "models/table2-cgcnn-mixed-test-3epochs-seed1.safetensors";
    const [one, other] = await Promise.all(
      ["resumed", "whole"].map((out) => readFile(at(out, name))),
    );
    expect(one?.equals(other as Buffer)).toBe(true);
  });

  it("--no-training prints the runs that are there and makes none", async () => {
    const { code, stdout, stderr } = await reproduce(
      ...["table2", "--rows", "cgcnn", "real", "--seeds", "3", "--epochs", "3"],
      ...["--no-training", "--out", at("whole"), "--json"],
    );
    expect(code).toBe(0);
    const { rows: found } = JSON.parse(stdout) as { rows: { row: string; seeds: number }[] };
    expect(found).toMatchObject([
      { row: "cgcnn", seeds: 1 },
      { row: "real", seeds: 0 },
    ]);
    expect(stderr.match(/not there/gu)).toHaveLength(5);
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
      for (const part of ["prior.valid", "prior.neutral", "perturbed.valid", "perturbed.changed"]) {
        expect(summary[part]?.mean).toBeGreaterThanOrEqual(0);
        expect(summary[part]?.mean).toBeLessThanOrEqual(1);
      }
    }
    // Our own recipe learns from the binary, too.
    const text = await readFile(at("out", "table3-reference-mixed-test.json"), "utf8");
    const { runs } = JSON.parse(text) as { runs: { crystals: object }[] };
    expect(runs.map(({ crystals }) => crystals)).toEqual([
      { training: 8, measured: 3 },
      { training: 9, measured: 3 },
    ]);
    // The identity start of our own recipe reconstructs from the first epoch on.
    expect(measured[1]?.summary["honest.lengths"]?.mean).toBeLessThan(0.2);
  });

  it("semisupervised: the network with and without the crystals that lack the label", async () => {
    const { code, stdout } = await reproduce("semisupervised", "--seeds", "1", "--json");
    expect(code).toBe(0);
    const { rows: measured } = JSON.parse(stdout) as {
      rows: { row: string; summary: Record<string, { mean: number }> }[];
    };
    expect(measured.map(({ row }) => row)).toEqual([
      "semisupervised",
      "alone-draws",
      "alone-steps",
    ]);
    for (const { summary } of measured) {
      expect(summary["Powerfactor"]?.mean).toBeGreaterThanOrEqual(0);
    }
  });
});
