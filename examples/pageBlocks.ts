// What the tests of the pages' code share: the blocks, and the folders in which they run.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

export const repository = join(import.meta.dirname, "..");
/** Pages on which every block runs, not only what stands alone. */
export const guides = [
  "README.md",
  ...readdirSync(join(repository, "docs/guides")).map((name) => `docs/guides/${name}`),
];
export const pages = [
  ...guides,
  ...readdirSync(join(repository, "packages"))
    .map((name) => `packages/${name}/README.md`)
    .filter((page) => existsSync(join(repository, page))),
];
const textOf = (page: string): string => readFileSync(join(repository, page), "utf8");

export interface Block {
  readonly page: string;
  /** Line of the page on which the code begins. */
  readonly line: number;
  readonly code: string;
  /** Marked as `ts run`, and prints what its comments say, or as `sh run`. */
  readonly runs: boolean;
}

/** The blocks of a page in a language; those that show a file are that file, which has a test of its own. */
export const blocksOf = (page: string, language: "ts" | "sh"): Block[] =>
  Array.from(
    textOf(page).matchAll(new RegExp(`^\`\`\`${language}( run)?\\n(.*?)^\`\`\`$`, "gms")),
    ({ 1: run, 2: code = "", index }) => ({
      ...{ page, code, runs: run !== undefined },
      line: textOf(page).slice(0, index).split("\n").length + 1,
    }),
  );

const cache = join(import.meta.dirname, "node_modules/.cache/pages");
/** The folder in which a page's blocks run one after another, so that one reads what another wrote. */
export function folderOf(page: string): string {
  const folder = join(cache, page.replaceAll(/\W/g, "-"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "crystal.cif"), toCif("CsCl", 4.12));
  writeFileSync(join(folder, "crystals.jsonl.gz"), gzipSync(toyRecords.join("\n")));
  return folder;
}

/** A crystal with the structure of caesium chloride. */
export const toCif = (name: string, a: number): string => `data_${name}
_cell_length_a ${a} _cell_length_b ${a} _cell_length_c ${a}
_cell_angle_alpha 90 _cell_angle_beta 90 _cell_angle_gamma 90
loop_ _atom_site_type_symbol _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z
${name.slice(0, 2)} 0 0 0
${name.slice(2)} 0.5 0.5 0.5
`;
/** The data set that pages call `crystals.jsonl.gz`; its numbers mean nothing. */
const toyRecords = ["Cs", "Rb", "Tl"].flatMap((metal, i) =>
  ["Cl", "Br", "I"].map((halogen, j) =>
    JSON.stringify({
      id: metal + halogen,
      cif: toCif(metal + halogen, 4 + i / 4 + j / 8),
      split: (i + j) % 3 === 0 ? "test" : "train",
      formation_energy_per_atom: -2 + i / 2 + j / 3,
      band_gap: 5 - i - j / 2,
    }),
  ),
);

/** Removes the folders. */
export function removeFolders(): void {
  if (existsSync(cache)) rmSync(cache, { recursive: true });
}

export const run = promisify(execFile);
export const tsx = createRequire(import.meta.url).resolve("tsx/cli");

/** Runs a block of TypeScript in its page's folder, and gives what it prints. */
export async function runCode({ page, code, line }: Block): Promise<string> {
  const cwd = folderOf(page);
  const file = join(cwd, `${line}.mts`); // .mts: node_modules has no package.json of ours
  writeFileSync(file, code);
  const { stdout } = await run(process.execPath, [tsx, "--conditions=@ftcp/source", file], { cwd });
  return stdout;
}

export const nameOf = ({ page, line }: Block): string => `${page}:${line}`;
