// What a web page does to featurize in Web Workers: bundled and opened in Chromium by webWorkerPool.test.ts.
import { createLayout, createWebWorkerPool, featurizeAll } from "@ftcp/featurize";

/** What the page tells the test of a result. */
export interface PageResult {
  /** Position and item. */
  readonly index: number;
  readonly item: string | undefined;
  /** The tensor, when it is good. */
  readonly data?: readonly number[];
  /** What the error was, when it is not. */
  readonly error?: { readonly name: string; readonly message: string; readonly code: unknown };
}

const layout = createLayout({ maxSites: 4 });
const create = (): Worker => new Worker("/worker.js", { type: "module" });

async function run(texts: readonly string[], signal?: AbortSignal): Promise<PageResult[]> {
  const pool = createWebWorkerPool<string>(create, 2);
  const results: PageResult[] = [];
  const options = { layout, pool, batchSize: 2, ...(signal === undefined ? {} : { signal }) };
  try {
    for await (const result of featurizeAll(texts, options)) {
      const { index, item } = result;
      if (result.ok) results.push({ index, item, data: Array.from(result.value.data) });
      else {
        const { name, message } = result.error;
        const code = "code" in result.error ? result.error.code : undefined;
        results.push({ index, item, error: { name, message, code } });
      }
    }
  } finally {
    await pool.close();
  }
  return results;
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    return error instanceof Error ? ("code" in error ? error.code : error.message) : error;
  }
}

const controller = new AbortController();
setTimeout(() => {
  controller.abort("enough");
}, 300);
const answer = {
  results: await codeOf(run(["Cs Cl", "bad", "shared", "Na Cl", "K Br"])),
  bug: await codeOf(run(["Cs Cl", "bug"])),
  aborted: await codeOf(run(["hang"], controller.signal)),
};
await fetch("/answer", { method: "POST", body: JSON.stringify(answer) });
