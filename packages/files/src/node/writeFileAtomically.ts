import { createAtomicWriter, type AtomicWriter } from "./createAtomicWriter.ts";

/**
 * Writes a file so that at every instant the old or the new one is there, whole.
 *
 * @param path - the file; its folder exists
 * @param contents - text in UTF-8, bytes, or a function that writes; where the function gives `false`, nothing is
 *   replaced
 * @throws what the file system and the function throw; what was there before is then untouched
 *
 * @example
 * ```ts
 * import { writeFileAtomically } from "@ftcp/files";
 *
 * await writeFileAtomically("settings.json", "{}\n");
 * await writeFileAtomically("numbers.txt", async ({ file }) => {
 *   for (let i = 0; i < 3; i++) await file.write(`${i}\n`);
 * });
 * ```
 */
export async function writeFileAtomically(
  path: string,
  contents:
    string | Uint8Array | ((writer: Pick<AtomicWriter, "file" | "temporary">) => Promise<unknown>),
): Promise<void> {
  const writer = await createAtomicWriter(path);
  try {
    const { file, temporary } = writer;
    if (typeof contents !== "function") await file.writeFile(contents);
    else if ((await contents({ file, temporary })) === false) return;
    await writer.commit();
  } finally {
    await writer.discard();
  }
}
