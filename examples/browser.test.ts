import { execFile, execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { parseCif, writeCif } from "@ftcp/cif";
import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { locatePretrained } from "@ftcp/pretrained";
import { readPretrained } from "@ftcp/pretrained/node";
import { designCrystals, LatentIndex, parseTarget } from "@ftcp/sampling";
import { CrystalVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

const chromium = findChromium();
const describeBrowser = chromium === undefined ? describe.skip : describe;

/** The name of an installed Chromium or Chrome. */
function findChromium(): string | undefined {
  return ["chromium", "chromium-browser", "google-chrome"].find((name) => {
    try {
      execFileSync(name, ["--version"], { stdio: "ignore" });
      return true;
    } catch {
      return false; // not installed under this name
    }
  });
}

describeBrowser("the road in Chromium (needs an installed chromium)", () => {
  let server: Server;
  let address = "";
  beforeAll(async () => {
    const { build } = await import("esbuild");
    const { outputFiles } = await build({
      entryPoints: [join(import.meta.dirname, "browser/designPage.ts")],
      ...{ bundle: true, format: "esm", write: false, logLevel: "error" },
      conditions: ["@ftcp/source"],
    });
    const script = outputFiles[0]?.contents ?? new Uint8Array();
    const model = fileURLToPath(new URL(".", locatePretrained("ternary-20").model));
    const wasm = join(fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm")), "..");
    server = createServer((request, response) => {
      const path = new URL(request.url ?? "", "http://localhost").pathname;
      const name = basename(path);
      if (path === "/") {
        response.setHeader("content-type", "text/html");
        response.end('<!doctype html><body><script type="module" src="page.js"></script>');
      } else if (name === "page.js") {
        response.setHeader("content-type", "text/javascript");
        response.end(script);
      } else {
        if (name.endsWith(".wasm")) response.setHeader("content-type", "application/wasm");
        readFile(join(path.startsWith("/wasm/") ? wasm : model, name)).then(
          (bytes) => response.end(bytes),
          () => response.writeHead(404).end(),
        );
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.close();
  });

  it("designs the same crystals as in Node", async () => {
    const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000"];
    const { stdout } = await promisify(execFile)(chromium ?? "", [...flags, "--dump-dom", address]);
    const text = /<body>([^]*)<\/body>/.exec(stdout)?.[1] ?? stdout;
    const cifs = JSON.parse(text.replaceAll("&lt;", "<").replaceAll("&gt;", ">")) as string[];
    expect(cifs).toHaveLength(3);

    await prepareWasmBackend();
    const files = await readPretrained("ternary-20");
    const model = await CrystalVae.fromBytes(files.model);
    const index = LatentIndex.fromFiles(files.index);
    const targets = [parseTarget("formation_energy_per_atom=-0.5", model.properties)];
    const expected: string[] = [];
    for await (const event of designCrystals({ model, index, targets, count: 3, seed: 1 })) {
      if (event.kind === "design") expected.push(writeCif(event.design.structure));
    }
    model.dispose();
    const formulas = (texts: readonly string[]): string[] =>
      texts.map((cif) => reducedFormula(compositionOf(parseCif(cif))));
    expect(formulas(cifs)).toEqual(formulas(expected));
    // Not only in name: the cells agree, up to the rounding of another CPU path.
    cifs.forEach((cif, i) => {
      const [there, here] = [parseCif(cif).lattice, parseCif(expected[i] ?? "").lattice];
      expect(there.a).toBeCloseTo(here.a, 3);
      expect(there.gamma).toBeCloseTo(here.gamma, 2);
    });
  });
});
