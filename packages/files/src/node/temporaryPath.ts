import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";

/** Tells this machine from others that share a folder. */
const machine: string = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/**
 * Names a file that grows in the place of another one, in the same folder, so that a rename puts it there:
 * `.NAME.MACHINE-PID-RANDOM.tmp`.
 *
 * @param path - the file that will be
 * @returns a hidden name that nobody else uses: no other call, process or machine; see {@link removeAbandonedFiles}
 *
 * @example
 * ```ts
 * import { temporaryPath } from "@ftcp/files";
 *
 * temporaryPath("run/model.bin"); // "run/.model.bin.5f2c8a10-4711-0c9e2b7d41aa.tmp"
 * ```
 */
export function temporaryPath(path: string): string {
  const random = randomBytes(6).toString("hex");
  return join(dirname(path), `.${basename(path)}.${machine}-${process.pid}-${random}.tmp`);
}
