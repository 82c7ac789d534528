import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { sharedData } from "@ftcp/testing";
import { parseCif } from "@ftcp/cif";
import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import type { DesignRecord } from "../src/design/describeDesign.ts";
import { ftcp } from "./ftcp.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

const shared = sharedData();
const describeShared = shared === undefined ? describe.skip : describe;
const at = useTemporaryFolder();

jest.setTimeout(1_200_000);

/** The first 600 ternaries of the train split and 100 of the test split with at most 20 sites. */
async function writeSlice(source: string, target: string): Promise<void> {
  const wanted = new Map([
    ["train", 600],
    ["test", 100],
  ]);
  const lines: string[] = [];
  const stream = createReadStream(source);
  for await (const line of createInterface({ input: stream.pipe(createGunzip()) })) {
    const row = JSON.parse(line) as Record<string, unknown>;
    const split = String(row["split"]);
    const left = wanted.get(split) ?? 0;
    if (left === 0 || row["nelements"] !== 3 || (row["nsites"] as number) > 20) continue;
    if (row["formation_energy_per_atom"] === null || row["band_gap"] === null) continue;
    lines.push(`${line}\n`);
    wanted.set(split, left - 1);
    if ([...wanted.values()].every((count) => count === 0)) break;
  }
  stream.destroy();
  await writeFile(target, lines.join(""));
}

describeShared("the road from real crystals to new ones (needs ../shared)", () => {
  beforeAll(async () => {
    await writeSlice(join(shared ?? "", "crystals.jsonl.gz"), at("slice.jsonl"));
  });

  it("trains a small model for a few epochs, evaluates it and designs with it", async () => {
    const trained = await ftcp([
      ...["train", "--data", at("slice.jsonl"), "--out", at("model"), "--elements", "3"],
      ...["--epochs", "4", "--batch-size", "64", "--seed", "1", "--json"],
      ...["--network", '{"channels":[16,16,16],"hidden":128,"regressionHidden":64}'],
      ...["--attribution", "Materials Project, CC BY 4.0"],
    ]);
    expect(trained.code).toBe(0);
    expect(JSON.parse(trained.stdout)).toMatchObject({ crystals: 600, skipped: 0, problems: [] });
    const lines = (await readFile(at("model", "training.jsonl"), "utf8")).trimEnd().split("\n");
    const log = lines.filter((line) => line.includes('"kind":"epoch"'));
    // The regression must learn; the total rises at first, as β does.
    const losses = log.map(
      (line) => (JSON.parse(line) as { loss: { regression: number } }).loss.regression,
    );
    expect(losses[3]).toBeLessThan(losses[0] ?? 0);

    const data = ["--data", at("slice.jsonl"), "--split", "test", "--json"];
    const evaluated = await ftcp(["evaluate", "--model", at("model"), ...data]);
    expect(evaluated.code).toBe(0);
    const metrics = JSON.parse(evaluated.stdout) as Record<string, number>;
    expect(metrics["count"]).toBe(100);
    // The linear path starts as an identity, so even a few epochs reconstruct.
    expect(metrics["elementAccuracy"]).toBeGreaterThan(0.95);
    expect(metrics["lengthMape"]).toBeLessThan(0.07);

    const designed = await ftcp([
      ...["design", "--model", at("model"), "--target", "formation_energy_per_atom=-0.5"],
      ...["--count", "10", "--seed", "1", "--out", at("out"), "--json"],
    ]);
    expect(designed.code).toBe(0);
    const { designs } = JSON.parse(designed.stdout) as { designs: DesignRecord[] };
    expect(designs).toHaveLength(10);
    for (const { file, checks } of designs) {
      expect(checks.valid).toBe(true);
      const structure = parseCif(await readFile(at("out", file), "utf8"));
      expect(new Set(structure.sites.map(({ species }) => species[0]?.element)).size).toBe(3);
    }
    expect(await readFile(at("out", "report.html"), "utf8")).toContain("Materials Project");
  });
});
