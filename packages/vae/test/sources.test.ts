import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createLayout, featurize } from "@ftcp/featurize";
import { writeNpy } from "@ftcp/featurize/node";
import { trainVae } from "@ftcp/vae";
import { openNpySource } from "@ftcp/vae/node";
import { toyLayout } from "./toyCrystals.ts";
import { collect, modelBytes, toyTraining, trainingSet } from "./toyTraining.ts";
import { useFastBackend } from "./useFastBackend.ts";

describe("openNpySource", () => {
  useFastBackend();
  let folder = "";
  let path = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ftcp-vae-npy-"));
    path = join(folder, "X.npy");
    const tensors = trainingSet.map(({ structure }) => featurize(structure, toyLayout));
    await writeNpy(path, tensors, { layout: toyLayout });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });
  const { layout, network = {}, regression, seed, epochs } = toyTraining;
  const options = { layout, network, regression, seed, epochs, batchSize: 4 };

  it.each([0, 2 ** 29])(
    "trains to the weights of the crystals themselves, with %d bytes of memory for tensors",
    async (cacheBytes) => {
      const source = await openNpySource(path, trainingSet, toyLayout);
      const given = { ...options, cacheBytes };
      const streamed = await collect(trainVae(source, given));
      await source.close();
      const direct = await collect(trainVae(trainingSet, given));
      expect(streamed.find((event) => event.kind === "started")).toMatchObject({ crystals: 10 });
      expect(await modelBytes(streamed)).toEqual(await modelBytes(direct));
    },
  );

  it("validates on a file as well, and resumes only with the same one", async () => {
    const source = await openNpySource(path, trainingSet, toyLayout);
    const given = { ...options, validation: source, checkpointEvery: 1 };
    const events = await collect(trainVae(trainingSet, given));
    const epoch = events.findLast((event) => event.kind === "epoch");
    expect(epoch?.validation?.total).toBeGreaterThan(0);
    const expected = await modelBytes(events);
    const checkpoint = events.find((event) => event.kind === "checkpoint");
    const resume = checkpoint?.bytes ?? new Uint8Array();
    expect(await modelBytes(await collect(trainVae(trainingSet, { ...given, resume })))).toEqual(
      expected,
    );
    await source.close();
    const other = join(folder, "other.npy");
    const bytes = await readFile(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(other, bytes);
    const changed = await openNpySource(other, trainingSet, toyLayout);
    await expect(
      collect(trainVae(trainingSet, { ...given, validation: changed, resume })),
    ).rejects.toMatchObject({ code: "VAE_CHECKPOINT_MISMATCH" });
    await changed.close();
  });

  it("refuses other layouts, other counts, and files that are damaged, foreign or missing", async () => {
    const code = async (file: string, ...more: [typeof trainingSet, typeof toyLayout]) => {
      try {
        await (await openNpySource(file, ...more)).close();
        return "none";
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    expect(await code(path, trainingSet, toyLayout)).toBe("none");
    expect(await code(path, trainingSet, createLayout())).toBe("VAE_SHAPE");
    expect(await code(path, trainingSet.slice(1), toyLayout)).toBe("VAE_SHAPE");
    expect(await code(join(folder, "none.npy"), trainingSet, toyLayout)).toBe("VAE_READ_FAILED");
    const cut = join(folder, "cut.npy");
    for (const length of [5000, 100, 11, 0]) {
      await writeFile(cut, await readFile(path));
      await truncate(cut, length);
      expect(await code(cut, trainingSet, toyLayout)).toBe("VAE_DATA_DAMAGED");
    }
    await writeFile(cut, "id,energy\nNaCl,-4\n");
    expect(await code(cut, trainingSet, toyLayout)).toBe("VAE_DATA_DAMAGED");
    const source = await openNpySource(path, trainingSet, toyLayout);
    const wider = { ...options, layout: createLayout() };
    await expect(collect(trainVae(source, wider))).rejects.toMatchObject({ code: "VAE_SHAPE" });
    await source.close();
  });
});
