import type { PropertyScale } from "./cgcnn.ts";
import { CgcnnError } from "./cgcnnError.ts";
import { readFileObject } from "./readFileObject.ts";

/**
 * Reads the properties of a network from a file.
 *
 * @param value - JSON from an untrusted place
 * @returns names, means and deviations
 * @throws {@link CgcnnError} with code `CGCNN_MODEL_DAMAGED` when something is absent or impossible
 */
export function parsePropertyScales(value: unknown): readonly PropertyScale[] {
  if (!Array.isArray(value) || value.length === 0) throw damaged("the file names no property");
  return value.map((entry: unknown) => {
    const { property, mean, deviation } = readFileObject(entry, "a property");
    const isRight =
      typeof property === "string" &&
      Number.isFinite(mean) &&
      Number.isFinite(deviation) &&
      (deviation as number) > 0;
    if (!isRight) throw damaged("a property lacks its name, mean or deviation");
    return { property, mean: mean as number, deviation: deviation as number };
  });
}

function damaged(message: string): CgcnnError {
  return new CgcnnError("CGCNN_MODEL_DAMAGED", message);
}
