import { readIfThere } from "../files/readIfThere.ts";

/**
 * Reads a run that an earlier call has written as JSON.
 *
 * @param path - of the file
 * @returns the run; nothing when it was not made yet, or when its file was cut off
 */
export async function readEarlierRun(path: string): Promise<unknown> {
  const bytes = await readIfThere(path);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
