import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createGunzip } from "node:zlib";

import { parseCif, writeCif } from "@ftcp/cif";
import { createLayout, featurize } from "@ftcp/featurize";

import { readTexts, type TextSet } from "./readTexts.ts";

/** The folder of the data set beside the clone; undefined on a machine without it. */
export const dataFolder: string | undefined = findDataFolder();

function findDataFolder(): string | undefined {
  const folder = fileURLToPath(new URL("../../shared/data", import.meta.url));
  return existsSync(`${folder}/crystals.jsonl.gz`) ? folder : undefined;
}

/**
 * CIF texts of crystals that fit a layout of 3 elements and 20 sites: `count` ternaries of the data set beside the
 * clone, evenly spread, or without it the fixtures of `@ftcp/cif` that fit, over and over.
 */
export async function readTernaries(count: number): Promise<TextSet> {
  if (dataFolder === undefined) return repeatFixtures(count);
  const texts: string[] = [];
  const file = createReadStream(`${dataFolder}/crystals.jsonl.gz`).pipe(createGunzip());
  for await (const line of createInterface({ input: file })) {
    const { cif, nsites, nelements } = JSON.parse(line) as {
      readonly cif: string;
      readonly nsites: number;
      readonly nelements: number;
    };
    if (nelements === 3 && nsites <= 20) texts.push(cif);
  }
  const stride = texts.length / count;
  const chosen = Array.from(
    { length: count },
    (_, index) => texts[Math.floor(index * stride)] as string,
  );
  return { name: `${count} of ${texts.length} ternaries of the data set`, texts: chosen };
}

async function repeatFixtures(count: number): Promise<TextSet> {
  const layout = createLayout();
  const fitting: string[] = [];
  for (const text of new Set((await readTexts(1000)).texts)) {
    try {
      const structure = parseCif(text);
      featurize(structure, layout);
      fitting.push(writeCif(structure)); // without symmetry, so that all readers see the same sites
    } catch {
      continue; // this fixture is to fail, or does not fit
    }
  }
  const texts = Array.from(
    { length: count },
    (_, index) => fitting[index % fitting.length] as string,
  );
  return { name: `${fitting.length} fixtures, repeated`, texts };
}
