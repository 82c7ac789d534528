// What each thread of bench/featurize.ts and bench/million.ts runs: CIF text to tensor. Threads do not inherit the
// loader of TypeScript from tsx, so this file registers it; the task itself is three lines.
import { register } from "tsx/esm/api";

register();
const { parseCif } = await import("@ftcp/cif");
const { createFeaturizeTask } = await import("@ftcp/featurize/node");

export default createFeaturizeTask((cif) => parseCif(cif));
