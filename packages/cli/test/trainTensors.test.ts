import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { CrystalVae } from "@ftcp/vae";
import { createLayout } from "@ftcp/featurize";
import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { rows, toJsonl } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { tinyTraining } from "./tinyTraining.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

jest.setTimeout(60_000); // a busy machine

const at = useTemporaryFolder();
const labels = ["--labels"];

async function featurize(name: string, ...more: string[]): Promise<void> {
  const args = ["featurize", at("data.jsonl"), "--out", at(name), "--max-sites", "5", ...more];
  expect((await ftcp(args)).code).toBe(0);
}

beforeAll(async () => {
  await writeFile(at("data.jsonl"), toJsonl(rows));
  labels.push(at("data.jsonl"));
  await featurize("X.npy");
  await featurize("X.arrow");
});

function train(
  data: string,
  out: string,
  ...more: string[]
): Promise<{ code: number; stderr: string }> {
  return ftcp(["train", "--data", at(data), "--out", at(out), ...tinyTraining, ...more]);
}

async function weightsOf(out: string): Promise<unknown> {
  const model = await CrystalVae.fromBytes(await readFile(at(out, "model.safetensors")));
  const weights = Object.values(model.network)
    .filter((part): part is { getWeights: () => { dataSync(): ArrayLike<number> }[] } => {
      return typeof part === "object" && part !== null && "getWeights" in part;
    })
    .flatMap((part) => part.getWeights().map((tensor) => Array.from(tensor.dataSync())));
  model.dispose();
  return weights;
}

describe("ftcp train on tensors of ftcp featurize", () => {
  it.each([[[]], [["--validation", "0.3"]]])(
    "gives the weights and the index of the crystals themselves, from .npy and .arrow, with %j",
    async (more) => {
      const given = ["--epochs", "2", ...more];
      expect((await train("data.jsonl", "crystals", ...given)).code).toBe(0);
      for (const data of ["X.npy", "X.arrow"]) {
        const { code, stderr } = await train(data, "tensors", ...labels, ...given);
        expect([code, stderr]).toEqual([0, expect.stringContaining("training on")]);
        const weights = await weightsOf("tensors");
        expect(weights).not.toEqual([]);
        expect(weights).toEqual(await weightsOf("crystals"));
        expect(await readFile(at("tensors", "index.json"))).toEqual(
          await readFile(at("crystals", "index.json")),
        );
        expect(await readFile(at("tensors", "index.bin"))).toEqual(
          await readFile(at("crystals", "index.bin")),
        );
      }
    },
  );

  it("goes on from a checkpoint, whatever the format, and refuses other tensors", async () => {
    const args = ["--epochs", "2", ...labels];
    expect((await train("X.npy", "whole", ...args)).code).toBe(0);
    expect(
      (
        await train(
          "X.npy",
          "cut",
          ...args,
          "--checkpoint-every-steps",
          "3",
          "--checkpoint-every",
          "0",
        )
      ).code,
    ).toBe(0);
    // The checkpoint of step 3 of 4.
    const resumed = await train("X.arrow", "cut", ...args, "--resume");
    expect(resumed.code).toBe(0);
    expect(await weightsOf("cut")).toEqual(await weightsOf("whole"));
    const other = await train("X.npy", "cut", ...args, "--limit", "5", "--resume");
    expect(other.stderr).toContain("ftcp: VAE_CHECKPOINT_MISMATCH: ");
  });

  it("takes the limits of the tensors, and says which crystals have none", async () => {
    await featurize("few.npy", "--limit", "4");
    const open = tinyTraining.filter(
      (arg, i) =>
        !["--elements", "--max-sites"].some((name) => [arg, tinyTraining[i - 1]].includes(name)),
    );
    const { code, stderr } = await ftcp([
      ...[
        "train",
        "--data",
        at("few.npy"),
        "--out",
        at("few"),
        ...labels,
        ...open,
        "--epochs",
        "1",
      ],
    ]);
    expect([code, stderr]).toEqual([0, expect.stringContaining("training on 4 crystals")]);
    expect(stderr).toContain("5 crystals of");
    const model = await CrystalVae.fromBytes(await readFile(at("few", "model.safetensors")));
    expect(model.about).toMatchObject({
      ...{ crystals: 4, filter: { elements: { min: 1, max: 3 }, maxSites: 5 } },
    });
    expect(model.layout).toEqual(createLayout({ maxElements: 3, maxSites: 5 }));
    model.dispose();
  });

  it("answers what is missing, damaged or does not fit with one line", async () => {
    const codeOf = async (...args: [string, ...string[]]): Promise<string | undefined> => {
      const [data, ...more] = args;
      const { code, stderr } = await train(data, "refused", "--epochs", "1", ...more);
      return code === 2 ? /^ftcp: (\w+): [^\n]+\n$/mu.exec(stderr)?.[1] : `code ${code}`;
    };
    expect(await codeOf("X.npy")).toBe("CLI_USAGE"); // no labels
    expect(await codeOf("data.jsonl", ...labels)).toBe("CLI_USAGE");
    expect(await codeOf("X.npy", ...labels, "--layout", "paper")).toBe("CLI_USAGE");
    expect(await codeOf("X.npy", ...labels, "--latent-size", "20")).toBe("CLI_USAGE");
    expect(await codeOf("none.npy", ...labels)).toBe("CLI_READ_FAILED");
    expect(await codeOf("none.arrow", ...labels)).toBe("VAE_READ_FAILED");
    await copyFile(at("X.npy"), at("bare.npy"));
    expect(await codeOf("bare.npy", ...labels)).toBe("CLI_READ_FAILED");
    await writeFile(at("bare.json"), '{"kind":"else"}');
    expect(await codeOf("bare.npy", ...labels)).toBe("CLI_READ_FAILED");
    await copyFile(at("X.json"), at("short.json"));
    await writeFile(at("short.npy"), (await readFile(at("X.npy"))).subarray(0, 9000));
    expect(await codeOf("short.npy", ...labels)).toBe("VAE_DATA_DAMAGED");
    await featurize("momentum.npy", "--blocks", "momentum");
    expect(await codeOf("momentum.npy", ...labels)).toBe("CLI_USAGE");
    await writeFile(at("twice.jsonl"), toJsonl([...rows, rows[0]]));
    expect(await codeOf("X.npy", "--labels", at("twice.jsonl"))).toBe("CLI_USAGE");
    await writeFile(at("strangers.jsonl"), toJsonl([{ ...rows[0], material_id: "stranger" }]));
    expect(await codeOf("X.npy", "--labels", at("strangers.jsonl"))).toBe("CLI_NO_CRYSTALS");
    await rm(at("refused"), { recursive: true });
  });
});
