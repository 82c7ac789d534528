// What the thread of trainInWorker runs when no other module is named.
import { serveTraining } from "./serveTraining.ts";

await serveTraining();
