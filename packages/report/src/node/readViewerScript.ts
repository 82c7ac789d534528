import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * Reads the viewer library 3Dmol.js, to be embedded in a report.
 *
 * @returns its minified script, 0.54 MB, with its licence in a comment before it
 * @throws Error of the file system when the package `3dmol` is not installed
 *
 * @example
 * ```ts
 * renderReport(input, { viewerScript: await readViewerScript() });
 * ```
 *
 * @see N. Rego, D. Koes, Bioinformatics 31, 1322 (2015), doi:10.1093/bioinformatics/btu829
 */
export async function readViewerScript(): Promise<string> {
  const folder = dirname(createRequire(import.meta.url).resolve("3dmol/package.json"));
  const [script, licence] = await Promise.all([
    readFile(join(folder, "build", "3Dmol-min.js"), "utf8"),
    readFile(join(folder, "LICENSE"), "utf8"),
  ]);
  return `/*!\n${licence.replaceAll("*/", "* /")}\n*/\n${script}`;
}
