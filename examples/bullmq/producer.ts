import { readDataset } from "@ftcp/datasets/node";
import { planShards, ShardError } from "@ftcp/shards";
import { joinShards, manifestPath, readManifest, writeManifest } from "@ftcp/shards/node";
import { Queue } from "bullmq";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connectionOf, outputOf, queueName, type FeaturizeJob } from "./featurizeJob.ts";

// Puts a job into the queue, waits for the workers, and joins what they made:
//   npx tsx --conditions=@ftcp/source producer.ts --data crystals.jsonl --out tensors --shards 64
const { values } = parseArgs({
  options: {
    redis: { type: "string", default: "redis://127.0.0.1:6379" },
    data: { type: "string" },
    out: { type: "string" },
    shards: { type: "string", default: "64" },
  },
});
if (values.data === undefined || values.out === undefined) {
  throw new TypeError("producer.ts takes --data FILE and --out FOLDER");
}
const data = resolve(values.data);
const folder = resolve(values.out);
await mkdir(folder, { recursive: true });

const jobs = planShards(await countRows(data), Number(values.shards)).map(
  (shard): FeaturizeJob => ({ data, folder, shard }),
);
const queue = new Queue<FeaturizeJob>(queueName, { connection: connectionOf(values.redis) });
try {
  // The queue says when to look, the manifests say what is done. What the queue has lost, because Redis was
  // restarted or a job has failed too often, is put in again.
  let missing: readonly FeaturizeJob[] = jobs;
  for (let round = 0; missing.length > 0; round++) {
    if (round === 5) throw new Error(`${missing.length} shards fail again and again`);
    await queue.addBulk(missing.map((job) => toQueued(job)));
    await waitUntilEmpty(queue);
    missing = await findMissing(jobs);
  }
} finally {
  await queue.close();
}
const joined = `${folder}.npy`;
const manifests = jobs.map((job) => manifestPath(outputOf(job)));
const whole = await joinShards(manifests, { out: joined });
await writeManifest(manifestPath(joined), whole);
const { read, written, failed } = whole.counts;
console.log(`${joined}: ${jobs.length} shards: ${read} read, ${written} written, ${failed} failed`);

async function countRows(path: string): Promise<number> {
  const rows = readDataset(path, { lazy: true });
  let count = 0;
  while ((await rows.next()).done !== true) count += 1;
  return count;
}

function toQueued(job: FeaturizeJob): Parameters<Queue<FeaturizeJob>["addBulk"]>[0][number] {
  return {
    name: "featurize",
    data: job,
    opts: {
      // One entry for a shard, however often it is put in while it waits.
      jobId: `${job.folder.replaceAll(":", "_")}-${job.shard.index}`,
      attempts: 5,
      backoff: { type: "exponential", delay: 1_000 },
      removeOnComplete: true,
      removeOnFail: true,
    },
  };
}

async function waitUntilEmpty(jobsQueue: Queue<FeaturizeJob>): Promise<void> {
  for (;;) {
    const counts = await jobsQueue.getJobCounts("wait", "active", "delayed", "paused");
    if (Object.values(counts).every((count) => count === 0)) return;
    await wait(500);
  }
}

async function findMissing(all: readonly FeaturizeJob[]): Promise<readonly FeaturizeJob[]> {
  const missing: FeaturizeJob[] = [];
  for (const job of all) {
    try {
      await readManifest(manifestPath(outputOf(job)));
    } catch (error) {
      if (!(error instanceof ShardError)) throw error;
      missing.push(job); // absent, cut short or damaged: it is done again
    }
  }
  return missing;
}
