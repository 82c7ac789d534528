/**
 * Streams CIFs of growing size through `streamCifBlocks` and `structureFromCifBlock`: time per megabyte and peak
 * resident memory of the process, which must not grow with the file.
 *
 *     npm run bench:cif-stream [-- --sizes 25,50,100,200 --json out.json]
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { streamCifBlocks, structureFromCifBlock } from "@ftcp/cif";

import { readTexts } from "./readTexts.ts";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "25,50,100,200" },
    json: { type: "string" },
    read: { type: "string" },
  },
});

interface Measurement {
  readonly crystals: number;
  readonly seconds: number;
  readonly peakMegabytes: number;
}

if (values.read === undefined) await measureAll();
else console.log(JSON.stringify(await measure(values.read)));

/** Reads one file; runs in a process of its own, whose peak memory is that of the reading. */
async function measure(path: string): Promise<Measurement> {
  const start = process.cpuUsage();
  let crystals = 0;
  for await (const block of streamCifBlocks(createReadStream(path))) {
    if (!block.ok) throw block.error;
    if (structureFromCifBlock(block.value) !== undefined) crystals++;
  }
  const { user, system } = process.cpuUsage(start);
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  return { crystals, seconds: (user + system) / 1e6, peakMegabytes };
}

async function measureAll(): Promise<void> {
  const { name, texts } = await readTexts(2000);
  const folder = mkdtempSync(join(tmpdir(), "ftcp-bench-"));
  const rows: (Measurement & { readonly megabytes: number })[] = [];
  console.log(`${name}, one after the other until the file has its size\n`);
  console.log("| file, MB | crystals | processor time, s | ms per MB | peak memory, MB |");
  console.log("| --- | --- | --- | --- | --- |");
  try {
    for (const megabytes of values.sizes.split(",").map(Number)) {
      const path = join(folder, `${megabytes}.cif`);
      await writeLargeCif(path, texts, megabytes * 1e6);
      const script = fileURLToPath(import.meta.url);
      const given = [...process.execArgv, script, "--read", path];
      const measured = JSON.parse(
        execFileSync(process.execPath, given, { encoding: "utf8" }),
      ) as Measurement;
      rmSync(path);
      rows.push({ megabytes, ...measured });
      const { crystals, seconds, peakMegabytes } = measured;
      const perMegabyte = ((seconds * 1000) / megabytes).toFixed(2);
      console.log(
        `| ${megabytes} | ${crystals} | ${seconds.toFixed(2)} | ${perMegabyte} | ${peakMegabytes.toFixed(0)} |`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ input: name, rows }, null, 2)}\n`);
  }
}

async function writeLargeCif(path: string, texts: readonly string[], size: number): Promise<void> {
  const file = createWriteStream(path);
  let written = 0;
  for (let i = 0; written < size; i++) {
    // Every block has a name of its own, as the standard asks.
    const text = (texts[i % texts.length] as string).replace(/^data_\S*/mu, `data_crystal${i}`);
    written += text.length + 1;
    if (!file.write(`${text}\n`)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}
