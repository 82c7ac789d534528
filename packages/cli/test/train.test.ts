import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { CrystalVae } from "@ftcp/vae";
import { LatentIndex } from "@ftcp/sampling";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { runFtcp } from "../src/index.ts";
import { captureIo } from "./captureIo.ts";
import { rows, toJsonl } from "./crystals.ts";
import { ftcp, trainingWorker } from "./ftcp.ts";
import { tinyTraining } from "./tinyTraining.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

jest.setTimeout(60_000); // a busy machine

const at = useTemporaryFolder();

beforeAll(async () => {
  const unreadable = { material_id: "bad", split: "train", cif: "data_x\n" };
  await writeFile(at("data.jsonl"), toJsonl([...rows, unreadable]));
});

function train(out: string, ...more: string[]): string[] {
  return ["train", "--data", at("data.jsonl"), "--out", at(out), ...tinyTraining, ...more];
}

/** Kind and step of every line of the metrics log. */
async function readLog(out: string): Promise<string[]> {
  const lines = (await readFile(at(out, "training.jsonl"), "utf8")).trimEnd().split("\n");
  return lines.map((line) => {
    const { kind, step } = JSON.parse(line) as { kind: string; step: number };
    return `${kind} ${step}`;
  });
}

describe("ftcp train", () => {
  it("writes a model, its latent index and a metrics log", async () => {
    const { code, stdout, stderr } = await ftcp(
      train("whole", "--epochs", "2", "--attribution", "textbooks", "--json"),
    );
    expect(stderr).toContain("DATASETS_INVALID_CIF"); // said, and nothing else lost
    expect(code).toBe(0);
    const summary = JSON.parse(stdout) as object;
    expect(summary).toMatchObject({ crystals: 8, skipped: 0, epochs: 2, latentSize: 64 });
    expect(summary).toMatchObject({ problems: [{ id: "bad" }] });
    expect(stderr.match(/^epoch \d\/2 .* left$/gmu)).toHaveLength(2);
    expect((await readdir(at("whole"))).sort()).toEqual([
      ...["checkpoint.safetensors", "index.bin", "index.json", "model.safetensors"],
      "training.jsonl",
    ]);
    expect(await readLog("whole")).toEqual([
      ...["started 0", "step 1", "step 2", "epoch 2", "step 3", "step 4", "epoch 4"],
    ]);
    expect(stderr).toContain("\nengine: tfjs-wasm\n");

    const model = await CrystalVae.fromBytes(await readFile(at("whole", "model.safetensors")));
    expect(model.properties).toEqual(["formation_energy_per_atom", "band_gap"]);
    expect(model.about).toMatchObject({
      ...{ data: "data.jsonl", split: "train", seed: 1, crystals: 8, attribution: "textbooks" },
      engine: "tfjs-wasm",
      filter: { elements: { min: 3, max: 3 }, maxSites: 5 },
    });
    model.dispose();
    const index = LatentIndex.fromFiles({
      json: await readFile(at("whole", "index.json"), "utf8"),
      bytes: await readFile(at("whole", "index.bin")),
    });
    expect(index.ids).toEqual(["p-1", "p-2", "p-3", "p-4", "p-5", "p-6", "p-7", "p-8"]);
    expect(index.formulas[0]).toBe("SrTiO3");
    expect(index.attribution).toBe("textbooks");
    expect(index.propertiesOf(0)["band_gap"]).toBeCloseTo(1.8, 6);
  });

  it("stops at Ctrl-C with a checkpoint, and resumed gives the same bytes as in one go", async () => {
    const module = { trainingWorker: await trainingWorker() };
    const captured = captureIo(module, (text, interrupt) => {
      if (text.startsWith("epoch 1/")) interrupt();
    });
    const args = train("halves", "--epochs", "2", "--checkpoint-every", "0");
    const code = await runFtcp([...args, "--attribution", "textbooks"], captured.io);
    expect(captured.stderr()).toContain("ftcp: interrupted");
    expect(code).toBe(130);
    expect(captured.stderr()).toContain("--resume");
    expect(captured.stderr()).toContain("ftcp: interrupted");
    expect((await readdir(at("halves"))).sort()).toEqual([
      "checkpoint.safetensors",
      "training.jsonl",
    ]);

    const resumed = await ftcp([...args, "--attribution", "textbooks", "--resume"]);
    expect(resumed.code).toBe(0);
    const lines = await readLog("halves");
    const restarts = lines.filter((line) => line.startsWith("started"));
    expect(restarts).toHaveLength(2);
    expect(lines.filter((line) => !restarts.includes(line))).toEqual([
      ...["step 1", "step 2", "epoch 2", "step 3", "step 4", "epoch 4"],
    ]);
    for (const name of ["model.safetensors", "index.json", "index.bin"]) {
      expect(await readFile(at("halves", name))).toEqual(await readFile(at("whole", name)));
    }
  });

  it("refuses to resume what was not begun, or was another training", async () => {
    const none = await ftcp(train("none", "--resume"));
    expect(none.code).toBe(2);
    expect(none.stderr).toContain("ftcp: CLI_NO_CHECKPOINT: ");
    const other = await ftcp(train("whole", "--epochs", "3", "--seed", "2", "--resume"));
    expect(other.code).toBe(2);
    expect(other.stderr).toContain("ftcp: VAE_CHECKPOINT_MISMATCH: ");
  });

  it("learns sparse properties semi-supervised", async () => {
    const args = train("sparse", "--epochs", "1", "--sparse-property", "thermo", "--json");
    const { code, stdout } = await ftcp([...args, "--precision", "float16"]);
    expect(code).toBe(0);
    const properties = ["formation_energy_per_atom", "band_gap", "thermo"];
    expect(JSON.parse(stdout)).toMatchObject({ properties, crystals: 8 });
    const index = JSON.parse(await readFile(at("sparse", "index.json"), "utf8")) as object;
    expect(index).toMatchObject({ ids: expect.arrayContaining(["p-2"]) as unknown });
  });

  it("trains on the fastest engine when none is named, and says which", async () => {
    const fast = train("fast", "--epochs", "1", "--json").filter(
      (arg, i, all) => arg !== "--engine" && all[i - 1] !== "--engine",
    );
    const { code, stdout, stderr } = await ftcp(fast);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^engine: onnxruntime-node \d/mu);
    expect(stderr).not.toContain("not taken");
    const { engine } = JSON.parse(stdout) as { engine: string };
    expect(engine).toMatch(/^onnxruntime-node \d/u);
  });

  it("takes schedule, optimiser and a validation slice, and stops early", async () => {
    const { code, stdout, stderr } = await ftcp(
      train(
        ...["tuned", "--epochs", "30", "--learning-rate", "0.02", "--json"],
        ...["--validation", "0.3", "--patience", "1", "--schedule", "plateau"],
        ...["--decay-patience", "1", "--optimizer", "rmsprop", "--clip-norm", "5"],
        ...["--beta-warm-up", "0", "--checkpoint-every-steps", "1"],
      ),
    );
    expect(stderr).not.toContain("VAE_");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      crystals: 8,
      validation: { total: expect.any(Number) },
    });
    const epochs = (await readLog("tuned")).filter((line) => line.startsWith("epoch"));
    expect(epochs.length).toBeLessThan(30);
    const model = await CrystalVae.fromBytes(await readFile(at("tuned", "model.safetensors")));
    expect(model.about).toMatchObject({
      ...{ optimizer: { kind: "rmsprop" }, schedule: { kind: "plateau", patience: 1 } },
      ...{ clipNorm: 5, betaWarmUp: 0, patience: 1 },
    });
    expect(model.about["crystals"]).toBeLessThan(8);
    model.dispose();
  });

  it("names the file and keeps the earlier model when the disk is full", async () => {
    await mkdir(at("full"));
    await writeFile(at("full", "model.safetensors"), "earlier");
    const { code, stderr } = await ftcp(train("full", "--epochs", "1", "--checkpoint-every", "0"), {
      writeFile: async (path, contents) => {
        if (path.includes("index.bin")) {
          throw Object.assign(new Error("ENOSPC, write"), { code: "ENOSPC" });
        }
        await writeFile(path, contents);
      },
    });
    expect(code).toBe(2);
    const path = at("full", "index.bin");
    expect(stderr).toContain(`ftcp: CLI_WRITE_FAILED: ${path}: the disk is full`);
    expect(await readFile(at("full", "model.safetensors"), "utf8")).toBe("earlier");
    expect((await readdir(at("full"))).sort()).toEqual(["model.safetensors", "training.jsonl"]);
  });

  it.each([
    [["--property", "hardness"], "DATASETS_UNKNOWN_PROPERTY"],
    [["--property", "band_gap", "--sparse-property", "hardness"], "SEMISUPERVISED_NO_LABELS"],
    [["--property", "band_gap", "band_gap"], "CLI_USAGE"],
    [["--latent-size", "20"], "CLI_USAGE"],
    [["--network", '{"width":3}'], "CLI_USAGE"],
    [["--network", "channels"], "CLI_USAGE"],
    [["--patience", "2"], "CLI_USAGE"],
    [["--decay-every", "2"], "CLI_USAGE"],
    [["--optimizer", "adam", "--weight-decay", "0.1"], "CLI_USAGE"],
    [["--validation", "0.00001"], "CLI_NO_CRYSTALS"],
    [["--elements", "5", "--latent-size", "72"], "CLI_NO_CRYSTALS"],
    [["--split", "validation"], "CLI_NO_CRYSTALS"],
  ])("answers %j with one line: %s", async (more, code) => {
    const result = await ftcp(train("refused", "--epochs", "1", ...more));
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(new RegExp(`^ftcp: ${code}: [^\\n]+\\n$`, "mu"));
  });
});
