// What the worker threads of `ftcp featurize` run: CIF text, or a crystal, to tensor.
import { parseCif } from "@ftcp/cif";
import type { Structure } from "@ftcp/crystal";
import { createFeaturizeTask, type FeaturizeTask } from "@ftcp/featurize/node";

const task: FeaturizeTask<string | Structure> = createFeaturizeTask((item: string | Structure) =>
  typeof item === "string" ? parseCif(item) : item,
);
export default task;
