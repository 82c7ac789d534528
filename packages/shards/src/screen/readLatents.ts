import { ShardError } from "../shardError.ts";

/** A latent of a file. */
export interface NamedLatent {
  /** Its id, or `latent-N` with its row. */
  readonly id: string;
  /** Its numbers. */
  readonly latent: Float32Array;
}

/**
 * Reads latents from JSON Lines: `{"id": "a", "latent": [0.1, …]}`, or the bare array.
 *
 * @param bytes - the file
 * @param size - numbers of a latent
 * @param firstRow - row of the first line
 * @returns a latent per line that is not blank
 * @throws {@link ShardError} with code `SHARDS_INVALID_LATENT`
 */
export async function* readLatents(
  bytes: AsyncIterable<Uint8Array>,
  size: number,
  firstRow: number,
): AsyncGenerator<NamedLatent, void, undefined> {
  let row = firstRow;
  for await (const line of splitLines(bytes)) {
    if (line.trim() === "") continue;
    yield parseLatent(line, size, row);
    row += 1;
  }
}

function parseLatent(line: string, size: number, row: number): NamedLatent {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new ShardError("SHARDS_INVALID_LATENT", `row ${row} is no JSON`, {}, { cause });
  }
  const record: Readonly<Record<string, unknown>> =
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : { latent: value };
  const { id, latent } = record;
  if (
    !Array.isArray(latent) ||
    latent.length !== size ||
    !latent.every((x) => typeof x === "number" && Number.isFinite(Math.fround(x)))
  ) {
    throw new ShardError(
      "SHARDS_INVALID_LATENT",
      `row ${row} has no "latent" of ${size} finite numbers`,
    );
  }
  return {
    id: typeof id === "string" ? id : `latent-${row}`,
    latent: Float32Array.from(latent as number[]),
  };
}

async function* splitLines(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}
