import type { RemoteProvenance } from "@ftcp/datasets";
import { readFile } from "node:fs/promises";
import { CliError } from "../cliError.ts";
import { describeFileError } from "../io/describeFileError.ts";

/** What is known of the origin of a dataset. */
export interface KnownProvenance {
  /** Where the data come from. */
  readonly sources: readonly string[];
  /** Under which terms they may be used, where the database tells. */
  readonly licence?: string;
}

/**
 * Reads the description that `ftcp fetch` put beside a dataset.
 *
 * @param data - the dataset
 * @returns its origin; no sources where there is no such description
 * @throws {@link CliError} with code `CLI_READ_FAILED` when there is one that cannot be read
 */
export async function readProvenance(data: string): Promise<KnownProvenance> {
  const path = `${data.replace(/\.jsonl(?:\.gz)?$/iu, "")}.provenance.json`;
  let told: { readonly provenance?: Partial<RemoteProvenance> };
  try {
    told = JSON.parse(await readFile(path, "utf8")) as typeof told;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return { sources: [] };
    throw new CliError("CLI_READ_FAILED", `${path}: ${describeFileError(cause)}`, { cause, path });
  }
  const { source, url, databaseVersion, retrieved, citation, license } = told.provenance ?? {};
  if (source === undefined) return { sources: [] };
  const version = databaseVersion === undefined ? "" : ` ${databaseVersion}`;
  const where = [url, retrieved?.slice(0, 10)].filter((part) => part !== undefined).join(", ");
  const sources = [`${source}${version}${where === "" ? "" : ` (${where})`}`];
  if (citation !== undefined) sources.push(citation);
  return { sources, ...(license === undefined ? {} : { licence: license }) };
}
