// Writes training.json of a bundled model: what trained it and how long. The engine is that of the training's log.
// Usage: node tools/pretrained/write-training.js MODEL_FOLDER RUN_FOLDER SECONDS USER_SECONDS SYSTEM_SECONDS
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

const [model, run, ...times] = process.argv.slice(2);
const [seconds, user, system] = times.map(Number);
const log = readFileSync(join(run, "training.jsonl"), "utf8");
const { engine } = JSON.parse(log.slice(0, log.indexOf("\n")));
const training = {
  engine,
  threads: 1,
  cores: availableParallelism(),
  seconds: Math.round(seconds),
  processorSeconds: Math.round(user + system),
};
writeFileSync(join(model, "training.json"), `${JSON.stringify(training, null, 2)}\n`);
