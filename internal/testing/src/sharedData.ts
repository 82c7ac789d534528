import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Where the real crystals and the golden files lie, or `undefined` on a machine without them.
 * A test that needs them skips itself, visibly, when this is `undefined`.
 */
export function sharedData(): string | undefined {
  const path = fileURLToPath(new URL("../../../../shared/data", import.meta.url));
  return existsSync(path) ? path : undefined;
}
