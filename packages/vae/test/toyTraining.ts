import { supervisedRegression, type TrainingCrystal, type TrainingEvent } from "@ftcp/vae";
import type { WorkerTrainingOptions } from "@ftcp/vae/node";
import { toyCrystals, toyLayout, toyNetwork } from "./toyCrystals.ts";

/** A training of seconds. */
export const toyTraining: WorkerTrainingOptions = {
  ...{ layout: toyLayout, network: toyNetwork, seed: 1, epochs: 2, batchSize: 4 },
  regression: supervisedRegression(["energy", "gap"]),
};

export const trainingSet: readonly TrainingCrystal[] = toyCrystals(10);

/** The last event's model, as bytes. */
export async function modelBytes(events: readonly TrainingEvent[]): Promise<Uint8Array> {
  const done = events.at(-1);
  if (done?.kind !== "done") throw new Error("the training did not end");
  const bytes = await done.model.toBytes();
  done.model.dispose();
  return bytes;
}

export async function collect(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const all: TrainingEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}
