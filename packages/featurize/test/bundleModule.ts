import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * Bundles TypeScript into one JavaScript module for another thread or process, as an application's
 * bundler would.
 *
 * Threads of Node 20 do not strip types, and no loader of the main thread reaches them. What is
 * published is JavaScript already.
 */
export async function bundleModule(entry: URL, external: string[] = []): Promise<URL> {
  const { build } = await import("esbuild");
  const cache = fileURLToPath(new URL("../node_modules/.cache/", import.meta.url));
  await mkdir(cache, { recursive: true });
  const outfile = join(await mkdtemp(join(cache, "module-")), "module.mjs");
  await build({
    entryPoints: [fileURLToPath(entry)],
    ...{ bundle: true, format: "esm", platform: "node", logLevel: "error", outfile },
    conditions: ["@ftcp/source"],
    external,
  });
  return pathToFileURL(outfile);
}
