import { createHash } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { writeJsonl } from "@ftcp/datasets";
import type { CrystalRecord, RemoteDataset, RemoteOptions, RemoteProgress } from "@ftcp/datasets";
import { createDirectoryCache } from "@ftcp/datasets/node";
import { CliError } from "../cliError.ts";
import type { DataProblem } from "../data/dataProblem.ts";
import { describeProblem } from "../data/describeProblem.ts";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import type { FetchOptions } from "./fetchOptions.ts";

const shown = 10;

/**
 * Fetches crystals into a file of JSON Lines, with a file beside it that says where they come from.
 *
 * @param openDataset - asks the database
 * @param options - see {@link FetchOptions}
 * @param context - output and abort
 * @returns the exit code: 1 if an entry is no crystal; the others are in the file
 * @throws {@link CliError} with code `CLI_USAGE` for an ending other than `.jsonl` and `.jsonl.gz`,
 *   `CLI_WRITE_FAILED`, and the errors of the database. The file is then as it was before, and the same
 *   command goes on with the pages that are kept
 */
export async function fetchToFile(
  openDataset: (options: RemoteOptions) => Promise<RemoteDataset>,
  options: FetchOptions,
  context: CommandContext,
): Promise<number> {
  const { out, limit = Infinity } = options;
  const ending = /\.jsonl(?:\.gz)?$/u.exec(out)?.[0];
  if (ending === undefined) {
    throw new CliError("CLI_USAGE", `--out must end in .jsonl or .jsonl.gz: ${out}`);
  }
  const cache = options.cache ?? `${out}.download`;
  const { pageSize, timeout, retries } = options;
  const progress = context.startProgress("fetching", 1);
  const onProgress = ({ records, total, waiting }: RemoteProgress): void => {
    if (waiting !== undefined) {
      context.note(`ftcp: ${waiting.code}; again in ${waiting.seconds.toFixed(1)} s`);
    }
    const whole = Math.min(total ?? Infinity, limit);
    progress.update(
      Number.isFinite(whole) ? records / Math.max(1, whole) : 0,
      `${records} crystals`,
    );
  };
  const problems: DataProblem[] = [];
  let written = 0;
  let isWhole = false;
  try {
    const dataset = await openDataset({
      cache: createDirectoryCache(cache),
      reuse: options.reuse,
      signal: context.signal,
      onProgress,
      ...(pageSize === undefined ? {} : { pageSize }),
      ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
      ...(retries === undefined ? {} : { retries }),
    });

    async function* takeRecords(): AsyncGenerator<CrystalRecord, void, undefined> {
      for await (const result of dataset) {
        if (result.ok) {
          written += 1;
          yield result.value;
          if (written >= limit) return;
        } else {
          problems.push(describeProblem(result.error));
        }
      }
      isWhole = true;
    }

    const description = `${out.slice(0, -ending.length)}.provenance.json`;
    const hash = createHash("sha256");
    const hashing = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await createDirectory(dirname(out));
    await writeFiles(
      [
        {
          path: out,
          contents: async (path) => {
            const lines = Readable.from(writeJsonl(takeRecords()));
            const file = createWriteStream(path);
            if (ending.endsWith(".gz")) await pipeline(lines, createGzip(), hashing, file);
            else await pipeline(lines, hashing, file);
            const handle = await open(path, "r+");
            try {
              await handle.sync();
            } finally {
              await handle.close();
            }
          },
        },
        {
          path: description,
          contents: async (path) => {
            const told = {
              file: out,
              sha256: hash.digest("hex"),
              crystals: written,
              isWhole,
              provenance: dataset.provenance,
              problems,
            };
            await context.writeFile(path, `${JSON.stringify(told, undefined, 2)}\n`);
          },
        },
      ],
      context,
    );
    progress.stop();
    if (options.cache === undefined) await rm(cache, { recursive: true, force: true });
    const { provenance } = dataset;
    if (options.json === true) {
      context.print(JSON.stringify({ out, description, crystals: written, problems, provenance }));
    } else {
      const version = provenance.databaseVersion;
      const source = version === undefined ? provenance.source : `${provenance.source} ${version}`;
      context.print(`${out}: ${written} crystals of ${source}, described in ${description}`);
      if (provenance.citation !== undefined) context.print(`cite: ${provenance.citation}`);
    }
  } catch (error) {
    progress.stop();
    if (existsSync(cache)) {
      context.note(
        `ftcp: what was fetched is kept in ${cache}; the same command goes on from there`,
      );
    }
    throw error;
  }
  for (const { code, message } of problems.slice(0, shown)) {
    context.note(`ftcp: warning: ${code}: ${message}`);
  }
  if (problems.length > shown) {
    context.note(`ftcp: warning: ${problems.length - shown} more entries are no crystals`);
  }
  return problems.length === 0 ? exitCodes.ok : exitCodes.dataProblems;
}
