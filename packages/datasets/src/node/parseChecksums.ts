import { basename } from "node:path";

/**
 * Finds the checksums of a file in what `sha256sum` has written: `HEX  name` or `HEX *name`, a line a file; a bare
 * checksum is of any file.
 *
 * @param text - of the checksums
 * @param path - of the file
 * @returns its SHA-256 in small letters, several where there are several lines of it
 */
export function parseChecksums(text: string, path: string): readonly string[] {
  return text.split(/\r?\n/u).flatMap((line) => {
    const [, sum, name = ""] = /^([0-9a-fA-F]{64})(?:\s+\*?(.*))?$/u.exec(line.trim()) ?? [];
    return sum !== undefined && ["", basename(path)].includes(name) ? [sum.toLowerCase()] : [];
  });
}
