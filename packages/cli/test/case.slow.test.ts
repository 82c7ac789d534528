import { describe, expect, it, jest } from "@jest/globals";
import { Cgcnn, createCgcnnConfig } from "@ftcp/cgcnn";
import * as tf from "@tensorflow/tfjs-core";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { ftcp } from "./ftcp.ts";
import { useTinyModel } from "./useTinyModel.ts";

jest.setTimeout(120_000); // a busy machine

const at = useTinyModel();

describe("ftcp reproduce case1, case2 and case3", () => {
  it("searches, asks the judge, and prints hit rates beside base rates", async () => {
    await tf.ready();
    const scale = { property: "formation_energy_per_atom", mean: -0.5, deviation: 0.2 };
    const judge = new Cgcnn(createCgcnnConfig(), [scale], 1);
    await writeFile(at("judge.safetensors"), await judge.toBytes());
    judge.dispose();
    const args = ["reproduce", "case1", "--limit", "1", "--out", at("cases")];
    const data = ["--data", at("data.jsonl"), "--judge", at("judge.safetensors")];
    const { code, stdout, stderr } = await ftcp([...args, ...data]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("formation_energy_per_atom=-0.7");
    for (const said of [
      ...["hits by our own model | hits by CGCNN | test crystals at random |", "≥ 75 %"],
      ...[
        "decode to the same crystal",
        "Least dissimilarity to the training crystals",
        "the paper's",
      ],
      ...["CGCNN's mean absolute error on the random test crystals", "27 of 97"],
      ...["neutral by common oxidation states, or all metals (as SMACT)", "these are all metals:"],
      "of the sum of their covalent radii (median; smallest",
    ]) {
      expect(stdout).toContain(said);
    }
    const about = /- (\d+) designs, (\d+) formulas, (\d+) of the designs with one that is not in/u;
    const [, designs, formulas, newFormulas] = about.exec(stdout) ?? [];
    expect([formulas, newFormulas]).toEqual([designs, designs]); // unique over all runs, and new
    expect(stdout).toContain(await readFile(at("cases", "case1", "case1.md"), "utf8"));
    const summary = JSON.parse(await readFile(at("cases", "case1", "case1.json"), "utf8")) as {
      readonly measurements: readonly { readonly baseCount: number; readonly sampled: number }[];
      readonly designs: readonly { readonly judged: object; readonly mostSimilar: object }[];
      readonly judgeErrors: Readonly<Record<string, number>>;
    };
    expect(Object.keys(summary.judgeErrors)).toEqual(["formation_energy_per_atom"]);
    expect(String(summary.designs.length)).toBe(designs);
    for (const { judged, mostSimilar } of summary.designs) {
      expect(judged).toMatchObject({ formation_energy_per_atom: expect.any(Number) });
      expect(mostSimilar).toMatchObject({
        id: expect.any(String),
        dissimilarity: expect.any(Number),
      });
    }
    expect(summary.measurements).toHaveLength(4);
    for (const { baseCount, sampled } of summary.measurements) {
      expect(baseCount).toBe(3);
      expect(sampled).toBeGreaterThan(0);
    }
    expect(await readdir(at("cases", "case1", "formation-energy-0.3"))).toContain("report.html");
  });

  it("searches with one model for each study, and chooses by what all of them say", async () => {
    const { code, stdout } = await ftcp(["reproduce", "case2", "--limit", "5", "--out", at("two")]);
    expect(code).toBe(0);
    expect(stdout).toContain("Models `ternary-20`, `ternary-quaternary-40-thermoelectric`.");
    expect(stdout).toContain("the 5 designs are taken for which all opinions of our own models");
    const summary = JSON.parse(await readFile(at("two", "case2", "case2.json"), "utf8")) as {
      readonly measurements: readonly { readonly designs: number; readonly found: number }[];
      readonly designs: readonly { readonly run: string; readonly opinions: readonly object[] }[];
    };
    for (const { designs, found } of summary.measurements) {
      expect(designs).toBeLessThanOrEqual(found);
    }
    for (const { run, opinions } of summary.designs) {
      // A regression and the nearest known crystals of each model; the smaller model knows no quaternaries.
      expect(opinions).toHaveLength(run === "ternaries" ? 4 : 2);
    }
  });

  it("says which property a model does not know, and that a table needs data", async () => {
    const out = ["--model", at("tiny"), "--out", at("no")];
    const { code, stderr } = await ftcp(["reproduce", "case3", ...out]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("SAMPLING_UNKNOWN_PROPERTY")]);
    expect((await ftcp(["reproduce", "table3", ...out])).stderr).toContain("CLI_USAGE");
  });
});
