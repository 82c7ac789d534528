import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CrystalVae, trainVae, VaeError } from "@ftcp/vae";
import { openModelFile } from "../src/files/openModelFile.ts";
import { sealModelFile } from "../src/files/sealModelFile.ts";
import { toyTraining, trainingSet } from "./toyTraining.ts";
import { toyLayout, toyNetwork } from "./toyCrystals.ts";
import { useFastBackend } from "./useFastBackend.ts";

const options = {
  ...{ layout: toyLayout, network: toyNetwork, regression: toyTraining.regression },
  ...{ seed: 1, epochs: 1, batchSize: 4, checkpointEvery: 1 },
};

describe("files of models and trainings", () => {
  useFastBackend();
  let model: Uint8Array;
  let checkpoint: Uint8Array;
  beforeAll(async () => {
    for await (const event of trainVae(trainingSet, options)) {
      if (event.kind === "checkpoint") checkpoint = event.bytes;
      if (event.kind === "done") {
        model = await event.model.toBytes();
        event.model.dispose();
      }
    }
  });

  async function openModel(bytes: Uint8Array): Promise<string> {
    try {
      (await CrystalVae.fromBytes(bytes)).dispose();
      return "none";
    } catch (error) {
      return error instanceof VaeError ? error.code : String(error);
    }
  }
  async function openCheckpoint(bytes: Uint8Array): Promise<string> {
    try {
      for await (const event of trainVae(trainingSet, { ...options, resume: bytes })) {
        if (event.kind === "done") event.model.dispose();
      }
      return "none";
    } catch (error) {
      return error instanceof VaeError ? error.code : String(error);
    }
  }
  const refusals = ["VAE_MODEL_DAMAGED", "VAE_MODEL_VERSION"];

  it("are refused with a typed error when any bit is flipped", async () => {
    for (const [file, open] of [
      [model, openModel],
      [checkpoint, openCheckpoint],
    ] as const) {
      expect(await open(file)).toBe("none");
      // Half of the flips in the header, where most can go wrong.
      const header = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true)) + 8;
      const place = fc.oneof(fc.nat({ max: header - 1 }), fc.nat({ max: file.length - 1 }));
      await fc.assert(
        fc.asyncProperty(place, fc.nat({ max: 7 }), async (at, bit) => {
          const altered = Uint8Array.from(file);
          altered[at] = (altered[at] ?? 0) ^ (1 << bit);
          expect(refusals).toContain(await open(altered));
        }),
        { numRuns: 60 },
      );
    }
  });

  it("are refused with a typed error when they are cut off, too long or foreign", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: model.length - 1 }), async (length) => {
        expect(await openModel(model.subarray(0, length))).toBe("VAE_MODEL_DAMAGED");
        expect(await openCheckpoint(checkpoint.subarray(0, length))).toBe("VAE_MODEL_DAMAGED");
      }),
      { numRuns: 30 },
    );
    expect(await openModel(Uint8Array.from([...model, 0]))).toBe("VAE_MODEL_DAMAGED");
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(await openModel(bytes)).toBe("VAE_MODEL_DAMAGED");
      }),
    );
    // One is not taken for the other.
    expect(await openModel(checkpoint)).toBe("VAE_MODEL_DAMAGED");
    expect(await openCheckpoint(model)).toBe("VAE_MODEL_DAMAGED");
  });

  it("take no memory for a header that claims too much", async () => {
    const claim = (length: bigint, header: string): Uint8Array => {
      const text = new TextEncoder().encode(header);
      const bytes = new Uint8Array(8 + text.length + 64);
      new DataView(bytes.buffer).setBigUint64(0, length, true);
      bytes.set(text, 8);
      return bytes;
    };
    for (const length of [2n ** 64n - 1n, 2n ** 53n, 2n ** 31n, 10_000n]) {
      expect(await openModel(claim(length, "{}"))).toBe("VAE_MODEL_DAMAGED");
    }
    const tensor = (shape: readonly number[], end: number): unknown => ({
      ...{ dtype: "F32", shape, data_offsets: [0, end] },
    });
    for (const entries of [
      { huge: tensor([2 ** 40], 2 ** 42) },
      { huge: tensor([2 ** 40, 2 ** 40, 0], 0) },
      { wrapped: tensor([2 ** 31, 2 ** 31, 4], 64) },
      { negative: tensor([-4, -4], 64) },
      // The same bytes a thousand times.
      Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`t${i}`, tensor([16], 64)])),
    ]) {
      const header = JSON.stringify(entries);
      expect(await openModel(claim(BigInt(header.length), header))).toBe("VAE_MODEL_DAMAGED");
    }
  });

  it("of another version are refused as such: checkpoints of the first release", async () => {
    const { contents, tensors } = await openModelFile("ftcp-vae-checkpoint", checkpoint);
    const same = await sealModelFile("ftcp-vae-checkpoint", contents, [...tensors.values()]);
    expect(same).toEqual(checkpoint);
    const text = new TextDecoder("latin1").decode(checkpoint.subarray(0, 400));
    const old = Uint8Array.from(checkpoint);
    old[text.indexOf('"version":"2"') + 11] = "1".charCodeAt(0);
    expect(await openCheckpoint(old)).toBe("VAE_MODEL_VERSION");
  });

  it.each([
    ["steps", -1],
    ["steps", 0.5],
    ["rate", null],
    ["rate", { ceiling: "1", best: null, waited: 0 }],
    ["stopping", {}],
    ["sums", []],
    ["scaler", { kind: "ftcp-scaler" }],
  ])("are refused when %s is %j, although the checksum is right", async (name, value) => {
    const { contents, tensors } = await openModelFile("ftcp-vae-checkpoint", checkpoint);
    const changed = { ...contents, [name]: value };
    const bytes = await sealModelFile("ftcp-vae-checkpoint", changed, [...tensors.values()]);
    expect(await openCheckpoint(bytes)).toBe("VAE_MODEL_DAMAGED");
  });
});
