// Trains in the folder given until it is done, from the checkpoint that is there; made to be killed.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { trainVae } from "@ftcp/vae";
import {
  openMetricsLog,
  startEngine,
  writeFileAtomically,
  writeModel,
  type EngineName,
} from "@ftcp/vae/node";
import { toyCrystals } from "../toyCrystals.ts";
import { toyTraining } from "../toyTraining.ts";

const [folder = "", engine = "wasm", epochs = "1"] = process.argv.slice(2);
const checkpoint = join(folder, "checkpoint.safetensors");
const { layout, network = {}, regression, seed } = toyTraining;
const crystals = toyCrystals(12);
const log = await openMetricsLog(join(folder, "training.jsonl"));
for await (const event of trainVae(crystals.slice(0, 9), {
  ...{ layout, network, regression, seed, epochs: Number(epochs), batchSize: 3 },
  ...{ validation: crystals.slice(9), patience: 1000, schedule: { kind: "plateau", patience: 2 } },
  ...{ checkpointEverySteps: 1, engine: await startEngine(engine as EngineName, { threads: 1 }) },
  ...(existsSync(checkpoint) ? { resume: await readFile(checkpoint) } : {}),
})) {
  await log.add(event);
  if (event.kind === "started") process.stdout.write("started\n");
  if (event.kind === "checkpoint") await writeFileAtomically(checkpoint, event.bytes);
  if (event.kind === "done") {
    await writeModel(join(folder, "model.safetensors"), event.model);
    event.model.dispose();
  }
}
await log.close();
process.exit(0);
