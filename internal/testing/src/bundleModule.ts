import { mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * Bundles TypeScript into one JavaScript module for another thread or process, as an application's bundler would;
 * tfjs and the ONNX runtimes stay outside.
 *
 * Threads of Node 20 do not strip types, and no loader of the main thread reaches them. What is published is
 * JavaScript already.
 *
 * @param entry - the module
 * @returns the bundle, alone in a new folder that the caller removes
 */
export async function bundleModule(entry: URL): Promise<URL> {
  const { build } = await import("esbuild");
  const cache = fileURLToPath(new URL("../../../node_modules/.cache/", import.meta.url));
  await mkdir(cache, { recursive: true });
  const outfile = join(await mkdtemp(join(cache, "module-")), "module.mjs");
  await build({
    entryPoints: [fileURLToPath(entry)],
    ...{ bundle: true, format: "esm", platform: "node", logLevel: "error", outfile },
    conditions: ["@ftcp/source"],
    external: ["@tensorflow/*", "onnxruntime-node", "onnxruntime-web", "onnxruntime-common"],
  });
  return pathToFileURL(outfile);
}
