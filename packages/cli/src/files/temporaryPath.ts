import { basename, dirname, join } from "node:path";

/**
 * Names the file in which the contents of another one grow, in the same folder, so that a rename
 * puts it in place.
 *
 * @param path - the file that will be
 * @returns a hidden name that no other process uses
 */
export function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}
