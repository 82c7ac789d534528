import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";

/**
 * Computes the SHA-256 of a dataset.
 *
 * @param data - a file, or a folder of crystals
 * @param signal - stops the work
 * @returns the checksum by name; that of a folder is of the list of its files, as
 *   `LC_ALL=C; sha256sum * | sha256sum` gives it
 * @throws what the file system throws
 */
export async function hashDataset(
  data: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  if ((await stat(data)).isFile()) return { [basename(data)]: await hashFile(data, signal) };
  const list = createHash("sha256");
  const entries = await readdir(data, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith("."));
  const bytes = names.map(({ name }) => Buffer.from(name)).sort((a, b) => a.compare(b));
  for (const name of bytes) {
    const hash = await hashFile(join(data, name.toString()), signal);
    list.update(`${hash}  ${name.toString()}\n`);
  }
  return { [`${basename(data)}/ (sha256sum * | sha256sum)`]: list.digest("hex") };
}

async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { signal, highWaterMark: 1 << 20 })) {
    hash.update(chunk as Uint8Array);
  }
  return hash.digest("hex");
}
