// A process that writes tensors until it is done, or killed: `node writeSlowly.js FILE FORMAT COUNT`.
import { writeTensors, type TensorEntry } from "@ftcp/featurize/node";

import { formats, smallLayout, tensorEntry } from "./tensorEntries.ts";

const [path = "", format = "", count = ""] = process.argv.slice(2);

async function* entries(from: number): AsyncGenerator<TensorEntry> {
  for (let index = from; index < Number(count); index++) {
    if (index % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    yield tensorEntry(index);
  }
}

const { resumed } = await writeTensors(path, (done) => entries(done.length), {
  ...{ layout: smallLayout, format: formats[format as keyof typeof formats]() },
  ...{ resume: true, blockSize: 3, checkpointInterval: 0 },
});
console.log(resumed);
