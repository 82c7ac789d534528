import { VaeError } from "../vaeError.ts";

/** Gives what goes wrong while a file is read the code `VAE_READ_FAILED`. */
export async function guardRead<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new VaeError(
      "VAE_READ_FAILED",
      `${path} could not be read${code === undefined ? "" : ` (${code})`}`,
      { path, reason: code ?? null },
      { cause },
    );
  }
}
