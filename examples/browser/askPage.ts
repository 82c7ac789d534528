// What the tests of pages share: what a page says in Chromium.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { openChromium } from "@ftcp/testing";
import { build } from "esbuild";

/** What {@link askPage} opens. */
export interface Page {
  /** The page's module, beside this file; it replaces the text of the body when it has an answer. */
  readonly module: string;
  /** Further files by their path on the server; undefined where there is none. */
  readonly read: (path: string) => Promise<Uint8Array | string | undefined>;
  /** Arguments of the browser beside the usual ones. */
  readonly flags?: readonly string[];
}

const types: Readonly<Record<string, string>> = {
  ...{ ".wasm": "application/wasm", ".mjs": "text/javascript", ".js": "text/javascript" },
  ...{ ".json": "application/json", "": "text/html" },
};

const document = `<!doctype html><body><script type="module" src="/page.js"></script>`;

/** The text that the page has put in place of its script, once it is there. */
const answer = `document.querySelector("body script") === null && document.body.textContent.trim()`;

/** Bundles a page, opens it in Chromium, and gives what it writes into its body. */
export async function askPage({ module, read, flags = [] }: Page): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, module)],
    ...{ bundle: true, format: "esm", write: false, logLevel: "error", target: "es2022" },
    conditions: ["@ftcp/source"],
  });
  const script = outputFiles[0]?.contents;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    // With the first two the page may have threads.
    response.setHeader("cross-origin-opener-policy", "same-origin");
    response.setHeader("cross-origin-embedder-policy", "require-corp");
    response.setHeader("content-type", types[extname(pathname)] ?? "application/octet-stream");
    if (pathname === "/") response.end(document);
    else if (pathname === "/page.js") response.end(script);
    else {
      read(pathname).then(
        (bytes) => (bytes === undefined ? response.writeHead(404).end() : response.end(bytes)),
        () => response.writeHead(404).end(),
      );
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const browser = await openChromium(flags);
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0); // the test's own limit holds
    await page.goto(`http://127.0.0.1:${port}/`);
    const told = await page.waitForFunction(answer);
    return String(await told.jsonValue());
  } finally {
    await browser.close();
    server.close();
  }
}
