// A worker of the tests: its items are texts, as of a file format.
import { createFeaturizeTask, type FeaturizeTask } from "@ftcp/featurize/node";

import { readText } from "./readText.ts";

const task: FeaturizeTask<string> = createFeaturizeTask(readText);
export default task;
