import type { CgcnnConfig } from "./cgcnnConfig.ts";
import { CgcnnError } from "./cgcnnError.ts";
import { readFileObject } from "./readFileObject.ts";

const counts = ["atomSize", "convolutions", "hidden", "hiddenLayers", "neighbors"] as const;

/**
 * Reads the sizes of a network from a file.
 *
 * @param value - JSON from an untrusted place
 * @returns the sizes
 * @throws {@link CgcnnError} with code `CGCNN_MODEL_DAMAGED` when something is absent or impossible
 */
export function parseCgcnnConfig(value: unknown): CgcnnConfig {
  const given = readFileObject(value, "sizes");
  for (const name of counts) {
    const least = name === "convolutions" || name === "hiddenLayers" ? 0 : 1;
    const count = given[name];
    if (Number.isSafeInteger(count) && (count as number) >= least && (count as number) <= 65536) {
      continue;
    }
    throw damaged(`${name} is no plausible number`, { name, received: count ?? null });
  }
  for (const name of ["radius", "step"] as const) {
    const length = given[name];
    if (typeof length === "number" && length > 0 && length <= 1000) continue;
    throw damaged(`${name} is no plausible length`, { name, received: length ?? null });
  }
  const { atomSize, convolutions, hidden, hiddenLayers, neighbors, radius, step } =
    given as unknown as CgcnnConfig;
  return { atomSize, convolutions, hidden, hiddenLayers, neighbors, radius, step };
}

function damaged(reason: string, data: Readonly<Record<string, unknown>> = {}): CgcnnError {
  return new CgcnnError("CGCNN_MODEL_DAMAGED", `not a network: ${reason}`, data);
}
