/**
 * CIF text to structure: `@ftcp/cif` beside pymatgen, ASE and gemmi's Python reader, in one run, on the same texts.
 * First the results are compared (composition and volume), then the rounds alternate between the readers, and each
 * round is measured in processor time of one thread.
 *
 *     npm run bench:cif [-- --count 2000 --rounds 5 --json out.json]
 *
 * Needs Python with what `bench/requirements.txt` lists (FTCP_PYTHON names the interpreter).
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { parseCif } from "@ftcp/cif";
import { compositionOf, latticeVolume } from "@ftcp/crystal";

import { startPython } from "./python.ts";
import { readTexts } from "./readTexts.ts";
import { formatTimes, median } from "./statistics.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "2000" },
    rounds: { type: "string", default: "5" },
    json: { type: "string" },
  },
});
const rounds = Number(values.rounds);
const { name, texts } = await readTexts(Number(values.count));

/** How many texts of a round a reader gets: the slow ones need no more for a steady mean. */
const shares: Readonly<Record<string, number>> = { pymatgen: 0.25, ase: 0.25, gemmi: 1 };
const tools = Object.keys(shares);

const folder = mkdtempSync(join(tmpdir(), "ftcp-bench-"));
const textFile = join(folder, "texts.json");
writeFileSync(textFile, JSON.stringify(texts));
const python = startPython(fileURLToPath(new URL("cifPeers.py", import.meta.url)), textFile);

try {
  const versions = (await python.ask("describe")) as {
    readonly python: string;
    readonly tools: Readonly<Record<string, string>>;
  };
  let sites = 0;
  const ours = texts.map((text) => {
    const structure = parseCif(text);
    sites += structure.sites.length;
    return { volume: latticeVolume(structure.lattice), amounts: compositionOf(structure) };
  });
  console.log(`${name}, ${(sites / texts.length).toFixed(1)} sites on average`);
  console.log(
    `${cpus()[0]?.model ?? "?"}, Node ${process.versions.node}, Python ${versions.python}`,
  );

  for (const tool of tools) {
    const theirs = (await python.ask(`check ${tool}`)) as typeof ours;
    const different = ours.filter(({ volume, amounts }, index) => {
      const other = theirs[index] as (typeof ours)[number];
      const symbols = new Set([...Object.keys(amounts), ...Object.keys(other.amounts)]);
      return (
        Math.abs(volume / other.volume - 1) > 1e-3 ||
        [...symbols].some(
          (symbol) => Math.abs((amounts[symbol] ?? 0) - (other.amounts[symbol] ?? 0)) > 1e-3,
        )
      );
    });
    console.log(
      `same composition and volume as ${tool}: ${texts.length - different.length} of ${texts.length}`,
    );
  }

  const times: Record<string, number[]> = { "@ftcp/cif": [] };
  for (const tool of tools) times[tool] = [];
  // One round more than is counted: the first warms up the compilers and the caches.
  for (let round = 0; round <= rounds; round++) {
    const start = process.cpuUsage();
    for (const text of texts) parseCif(text);
    const { user, system } = process.cpuUsage(start);
    if (round > 0) times["@ftcp/cif"]?.push((user + system) / 1000 / texts.length);
    for (const tool of tools) {
      const count = Math.ceil(texts.length * (shares[tool] as number));
      const { seconds } = (await python.ask(`time ${tool} ${count}`)) as {
        readonly seconds: number;
      };
      if (round > 0) times[tool]?.push((seconds * 1000) / count);
    }
  }

  const mine = times["@ftcp/cif"] as number[];
  console.log(`\n| reader | ms per CIF, median of ${rounds} rounds (range) | its time / ours |`);
  console.log("| --- | --- | --- |");
  const table = Object.entries(times).map(([reader, milliseconds]) => {
    // Round by round, so that a machine whose speed drifts does not bend the ratio.
    const ratio = median(milliseconds.map((time, round) => time / (mine[round] as number)));
    const label = reader === "@ftcp/cif" ? reader : `${reader} ${versions.tools[reader] ?? "?"}`;
    console.log(`| ${label} | ${formatTimes(milliseconds)} | ${ratio.toPrecision(3)} |`);
    return { reader: label, milliseconds, ratio };
  });
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ input: name, table }, null, 2)}\n`);
  }
} finally {
  python.close();
  rmSync(folder, { recursive: true, force: true });
}
