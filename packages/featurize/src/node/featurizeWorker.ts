// The module that threads of createThreadPool run when no other is named: items are crystals.
import { createFeaturizeTask, type FeaturizeTask } from "./createFeaturizeTask.ts";
import type { Featurizable } from "../tensor/featurizeAll.ts";

const task: FeaturizeTask<Featurizable> = createFeaturizeTask();
export default task;
