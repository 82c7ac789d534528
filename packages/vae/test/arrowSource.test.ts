import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createLayout, featurize, type FtcpLayout } from "@ftcp/featurize";
import { arrowFormat } from "@ftcp/featurize/arrow";
import { writeNpy, writeTensors } from "@ftcp/featurize/node";
import { bundleModule } from "@ftcp/testing";
import { trainVae, type LabelledRecord } from "@ftcp/vae";
import {
  openArrowSource,
  openNpySource,
  openTensorFile,
  readArrowIndex,
  trainInWorker,
} from "@ftcp/vae/node";
import fc from "fast-check";
import { toyLayout } from "./toyCrystals.ts";
import { collect, modelBytes, toyTraining, trainingSet } from "./toyTraining.ts";
import { useFastBackend } from "./useFastBackend.ts";

describe("openArrowSource", () => {
  useFastBackend();
  let folder = "";
  let path = "";
  let npy = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ftcp-vae-arrow-"));
    path = join(folder, "X.arrow");
    npy = join(folder, "X.npy");
    const entries = trainingSet.map(({ id, structure }) => ({
      ...{ id, tensor: featurize(structure, toyLayout) },
    }));
    // Three record batches, the last one shorter.
    const options = { layout: toyLayout, blockSize: 4 };
    await writeTensors(path, () => entries, { ...options, format: arrowFormat() });
    const kind = { format: arrowFormat({ kind: "stream" }) };
    await writeTensors(join(folder, "X.arrows"), () => entries, { ...options, ...kind });
    const tensors = entries.map(({ tensor }) => tensor);
    await writeNpy(npy, tensors, { layout: toyLayout });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });
  const { layout, network = {}, regression, seed, epochs } = toyTraining;
  const options = { layout, network, regression, seed, epochs, batchSize: 4 };

  it("knows the ids and the layout of the file", async () => {
    const index = await readArrowIndex(path);
    expect(index.ids).toEqual(trainingSet.map(({ id }) => id));
    expect(index.layout).toEqual(toyLayout);
  });

  it.each([0, 2 ** 29])(
    "trains to the weights of the crystals themselves, with %d bytes of memory for tensors",
    async (cacheBytes) => {
      const source = await openArrowSource(path, trainingSet, toyLayout);
      const given = { ...options, cacheBytes };
      const streamed = await collect(trainVae(source, given));
      await source.close();
      const direct = await collect(trainVae(trainingSet, given));
      expect(await modelBytes(streamed)).toEqual(await modelBytes(direct));
    },
  );

  it("gives any crystals by id the tensors and the digest of the same ones in a .npy file", async () => {
    const size = toyLayout.rows * toyLayout.columns;
    const members = [7, 2, 9, 4];
    const records = members.map((member) => trainingSet[member] as LabelledRecord);
    const [arrow, plain] = await Promise.all([
      openTensorFile({ arrow: path, records }, toyLayout),
      openTensorFile({ npy, records, members }, toyLayout),
    ]);
    const read = async (source: typeof arrow): Promise<Float32Array> => {
      const into = new Float32Array(size * 3);
      await source.fill([3, 0, 1], into);
      return into;
    };
    expect(await read(arrow)).toEqual(await read(plain));
    const expected = [4, 7, 2].flatMap((member) => [
      ...featurize((trainingSet[member] as (typeof trainingSet)[number]).structure, toyLayout).data,
    ]);
    expect([...(await read(arrow))]).toEqual(expected);
    expect(await arrow.digest()).toBe(await plain.digest());
    const all = await openNpySource(npy, trainingSet, toyLayout);
    expect(await all.digest()).not.toBe(await arrow.digest());
    await Promise.all([arrow.close(), plain.close(), all.close()]);
  });

  it("trains in a worker, and a checkpoint of a .npy file goes on with it", async () => {
    const worker = await bundleModule(new URL("../src/node/trainingWorker.ts", import.meta.url));
    const given = { ...toyTraining, engine: "wasm" as const, worker, checkpointEvery: 1 };
    const records = trainingSet;
    const events = await collect(trainInWorker({ npy, records }, given));
    const expected = await modelBytes(events);
    const resume = events.find((event) => event.kind === "checkpoint")?.bytes ?? new Uint8Array();
    const resumed = await collect(trainInWorker({ arrow: path, records }, { ...given, resume }));
    expect(resumed.find((event) => event.kind === "started")).toMatchObject({ step: 3 });
    expect(await modelBytes(resumed)).toEqual(expected);
    await rm(new URL(".", worker), { recursive: true });
  });

  async function code(
    file: string,
    records: readonly LabelledRecord[] = trainingSet,
    wanted: FtcpLayout = toyLayout,
  ): Promise<string | undefined> {
    try {
      await (await openArrowSource(file, records, wanted)).close();
      return "none";
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
  }

  it("refuses other layouts, unknown crystals, and files that are foreign, missing or streams", async () => {
    expect(await code(path)).toBe("none");
    expect(await code(path, trainingSet, createLayout())).toBe("VAE_SHAPE");
    const given = createLayout({ ...toyOptions, cell: "given", siteOrder: "given" });
    expect([given.rows, given.columns]).toEqual([toyLayout.rows, toyLayout.columns]);
    expect(await code(path, trainingSet, given)).toBe("VAE_SHAPE");
    expect(await code(path, [{ id: "stranger", properties: {} }])).toBe("VAE_DATA_DAMAGED");
    expect(await code(join(folder, "none.arrow"))).toBe("VAE_READ_FAILED");
    expect(await code(join(folder, "X.arrows"))).toBe("VAE_DATA_DAMAGED");
    expect(await code(npy)).toBe("VAE_DATA_DAMAGED");
  });

  it("refuses a file that is cut off anywhere, and any change of its metadata is a typed error or none", async () => {
    const bytes = await readFile(path);
    const damaged = join(folder, "damaged.arrow");
    await copyFile(path, damaged);
    for (const length of [bytes.length - 1, bytes.length - 200, 5000, 100, 11, 0]) {
      await truncate(damaged, length);
      expect(await code(damaged)).toBe("VAE_DATA_DAMAGED");
      await writeFile(damaged, bytes);
    }
    // The schema at the start and the footer at the end; tensors lie between.
    const ends = fc.oneof(
      fc.nat(4000),
      fc.integer({ min: bytes.length - 6000, max: bytes.length - 1 }),
    );
    await fc.assert(
      fc.asyncProperty(ends, fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const altered = Buffer.from(bytes);
        altered[at] = (altered[at] ?? 0) ^ change;
        await writeFile(damaged, altered);
        expect(["none", "VAE_DATA_DAMAGED", "VAE_SHAPE"]).toContain(await code(damaged));
      }),
      { numRuns: 60 },
    );
  });
});

const { maxElements, maxSites, planes } = toyLayout;
const toyOptions = { maxElements, maxSites, planes };
