import { createReadStream, existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";

const root = new URL("..", import.meta.url);

/** CIF texts with a name for the table of results. */
export interface TextSet {
  readonly name: string;
  readonly texts: readonly string[];
}

/**
 * CIF texts of real crystals: `count` of the data set beside the clone, evenly spread over its lines, or, on a
 * machine without it, the fixtures of `@ftcp/cif` over and over.
 */
export async function readTexts(count: number): Promise<TextSet> {
  const dataset = fileURLToPath(new URL("../shared/data/crystals.jsonl.gz", root));
  if (!existsSync(dataset)) {
    const folder = fileURLToPath(new URL("packages/cif/test/fixtures", root));
    const names = (await readdir(folder)).filter((name) => name.endsWith(".cif")).sort();
    const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, "utf8")));
    const repeated = Array.from(
      { length: count },
      (_, index) => texts[index % texts.length] as string,
    );
    return { name: `${names.length} fixtures, repeated`, texts: repeated };
  }
  const texts: string[] = [];
  const lines = createInterface({ input: createReadStream(dataset).pipe(createGunzip()) });
  for await (const line of lines) texts.push((JSON.parse(line) as { readonly cif: string }).cif);
  const stride = texts.length / count;
  const chosen = Array.from(
    { length: count },
    (_, index) => texts[Math.floor(index * stride)] as string,
  );
  return { name: `${count} of ${texts.length} crystals of the data set`, texts: chosen };
}
