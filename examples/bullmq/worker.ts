import { runShard } from "@ftcp/shards/node";
import { Worker } from "bullmq";
import { parseArgs } from "node:util";
import {
  connectionOf,
  outputOf,
  queueName,
  task,
  version,
  type FeaturizeJob,
} from "./featurizeJob.ts";

// A worker; start as many as there are cores, on as many machines as you like:
//   npx tsx --conditions=@ftcp/source worker.ts --redis redis://127.0.0.1:6379
const { values } = parseArgs({
  options: { redis: { type: "string", default: "redis://127.0.0.1:6379" } },
});

const worker = new Worker<FeaturizeJob>(
  queueName,
  async (job) => {
    const { data, shard } = job.data;
    console.log(`shard ${shard.index}: delivery ${job.attemptsStarted}`);
    // Whether this delivery is the first or the fifth: a finished shard is recognised by its manifest, and
    // an unfinished one is made anew with the same bytes.
    const { manifest, wasDone } = await runShard({
      ...{ task, version, shard, input: data, out: outputOf(job.data) },
    });
    console.log(`shard ${shard.index}: ${wasDone ? "was done before" : "done"}`);
    return { ...manifest.counts, wasDone };
  },
  {
    connection: connectionOf(values.redis),
    // runShard gives the event loop a turn every 50 ms, so the lock is renewed in time. A worker that
    // dies keeps its job no longer than this; another one then gets it.
    lockDuration: 5_000,
    stalledInterval: 2_000,
    // However often workers die, the job goes on.
    maxStalledCount: 1_000,
  },
);
worker.on("failed", (job, error) => {
  console.error(`shard ${job?.data.shard.index ?? "?"}: ${error.message}`);
});
worker.on("error", (error) => {
  console.error(error.message);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void worker.close(); // finishes the shard in hand
  });
}
