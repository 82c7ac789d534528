import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { writeFileAtomically } from "@ftcp/files";
import { DatasetError } from "../datasetError.ts";
import type { ResponseCache } from "../remote/responseCache.ts";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/**
 * Keeps the pages of remote databases in a folder, so that a download goes on where it stopped and the
 * same query need not be asked twice.
 *
 * @param directory - the folder; it is made when something is kept. Each query has a folder of its own
 *   within it, with `query.json.gz` (query, version of the database, date) and a gzipped file a page
 * @returns the cache, for `openMaterialsProject` and `openOptimade`
 *
 * @remarks
 * A file is there whole or not at all, also after a crash. A file that is damaged all the same counts as missing. Remove the folder when it is not
 * wanted any more.
 *
 * @example
 * ```ts
 * import { openOptimade } from "@ftcp/datasets";
 * import { createDirectoryCache } from "@ftcp/datasets/node";
 *
 * const cache = createDirectoryCache("downloads");
 * const crystals = await openOptimade("https://example.org/optimade", "nelements=3", { cache });
 * ```
 */
export function createDirectoryCache(directory: string): ResponseCache {
  const pathOf = (name: string): string => {
    if (!/^[a-z0-9][a-z0-9-]*(?:\/[a-z0-9][a-z0-9.-]*)?$/u.test(name)) {
      throw new RangeError(`${JSON.stringify(name)} is no name of a text`);
    }
    return join(directory, name);
  };
  return {
    read: async (name) => {
      const path = `${pathOf(name)}.gz`;
      let bytes: Uint8Array;
      try {
        bytes = await readFile(path);
      } catch (cause) {
        if (hasCode(cause, "ENOENT")) return undefined;
        throw cacheError(path, cause);
      }
      try {
        return new TextDecoder("utf-8", { fatal: true }).decode(await decompress(bytes));
      } catch {
        return undefined; // damaged: it is fetched again
      }
    },
    write: async (name, text) => {
      const path = `${pathOf(name)}.gz`;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFileAtomically(path, await compress(text));
      } catch (cause) {
        throw cacheError(path, cause);
      }
    },
    clear: async (folder) => {
      const path = pathOf(folder);
      try {
        // Without its head no page of it counts, should the rest be interrupted.
        await rm(join(path, "query.json.gz"), { force: true });
        await rm(path, { recursive: true, force: true });
      } catch (cause) {
        throw cacheError(path, cause);
      }
    },
  };
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}

function cacheError(file: string, cause: unknown): DatasetError {
  const reason =
    typeof cause === "object" && cause !== null && "message" in cause ? String(cause.message) : "";
  return new DatasetError(
    "DATASETS_CACHE_FAILED",
    `the cache cannot be used: ${reason}; make room or give another folder`,
    { file },
    { cause },
  );
}
