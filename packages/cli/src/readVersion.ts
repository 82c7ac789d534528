import { readFileSync } from "node:fs";

/**
 * Reads the version of this package.
 *
 * @returns the version, for example `1.2.0`
 */
export function readVersion(): string {
  const manifest = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  ) as Record<string, unknown>;
  return String(manifest["version"]);
}
