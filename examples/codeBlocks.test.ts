import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, jest } from "@jest/globals";
import ts from "typescript";

// A compiler over all packages, and programs of their own: seconds each on a busy machine.
jest.setTimeout(180_000);

const repository = join(import.meta.dirname, "..");
/** Pages on which every block runs, not only what stands alone. */
const guides = [
  "README.md",
  ...readdirSync(join(repository, "docs/guides")).map((name) => `docs/guides/${name}`),
];
const pages = [
  ...guides,
  ...readdirSync(join(repository, "packages"))
    .map((name) => `packages/${name}/README.md`)
    .filter((page) => existsSync(join(repository, page))),
];
const textOf = (page: string): string => readFileSync(join(repository, page), "utf8");

interface Block {
  readonly page: string;
  /** Line of the page on which the code begins. */
  readonly line: number;
  readonly code: string;
  /** Marked as `ts run`, and prints what its comments say, or as `sh run`. */
  readonly runs: boolean;
}

/** The blocks of a page in a language; those that show a file are that file, which has a test of its own. */
const blocksOf = (page: string, language: "ts" | "sh"): Block[] =>
  Array.from(
    textOf(page).matchAll(new RegExp(`^\`\`\`${language}( run)?\\n(.*?)^\`\`\`$`, "gms")),
    ({ 1: run, 2: code = "", index }) => ({
      ...{ page, code, runs: run !== undefined },
      line: textOf(page).slice(0, index).split("\n").length + 1,
    }),
  );
const blocks = pages.flatMap((page) => blocksOf(page, "ts"));

/** What the compiler says of the blocks, each a module beside this file, in strict mode. */
function checkTypes(): {
  readonly errors: readonly string[];
  /** Blocks that declare all that they use. */
  readonly standalone: readonly Block[];
} {
  const places = new Map(
    blocks.map((block, index) => [join(import.meta.dirname, `readme-block-${index}.ts`), block]),
  );
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
    types: ["node"],
    ...{ strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true },
    customConditions: ["@ftcp/source"],
  };
  const host = ts.createCompilerHost(options);
  const real = ts.createCompilerHost(options);
  // Without `export {}` a block without imports would be a script that shares its names with others.
  const codeOf = (path: string): string | undefined => {
    const code = places.get(path)?.code;
    return code === undefined ? undefined : `${code}export {};\n`;
  };
  host.fileExists = (path) => places.has(path) || real.fileExists(path);
  host.readFile = (path) => codeOf(path) ?? real.readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = codeOf(path);
    return text === undefined
      ? real.getSourceFile(path, ...rest)
      : ts.createSourceFile(path, text, rest[0], true);
  };
  const program = ts.createProgram([...places.keys()], options, host);
  // A block may go on where the text or the block before it stopped: names that it does not
  // declare are no errors, and neither is what follows from their types being unknown.
  const isOpen = new Set([2304, 2552, 18004, 7006, 7031]);
  const standalone: Block[] = [];
  const errors = [...places].flatMap(([path, block]) => {
    const { page, line, runs } = block;
    const file = program.getSourceFile(path);
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ];
    if (found.length === 0) standalone.push(block);
    return found
      .filter(({ code }) => runs || !isOpen.has(code))
      .map(({ start = 0, messageText }) => {
        const row = file?.getLineAndCharacterOfPosition(start).line ?? 0;
        return `${page}:${line + row} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      });
  });
  return { errors, standalone };
}

const cache = join(import.meta.dirname, "node_modules/.cache/pages");
/** The folder in which a page's blocks run one after another, so that one reads what another wrote. */
function folderOf(page: string): string {
  const folder = join(cache, page.replaceAll(/\W/g, "-"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "crystal.cif"), toCif("CsCl", 4.12));
  writeFileSync(join(folder, "crystals.jsonl.gz"), gzipSync(toyRecords.join("\n")));
  return folder;
}

/** A crystal with the structure of caesium chloride. */
const toCif = (name: string, a: number): string => `data_${name}
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
afterAll(() => {
  if (existsSync(cache)) rmSync(cache, { recursive: true });
});

const run = promisify(execFile);
const tsx = createRequire(import.meta.url).resolve("tsx/cli");
const nameOf = ({ page, line }: Block): string => `${page}:${line}`;
/** Blocks that stand for something that no test has: a database on the net, a thread's module, 25,276 crystals. */
const needsMore = (code: string): boolean =>
  /openMaterialsProject|serveTraining|createFeaturizeTask/.test(code);

let checked: ReturnType<typeof checkTypes> | undefined;
const checkOnce = (): ReturnType<typeof checkTypes> => (checked ??= checkTypes());

describe("TypeScript on the pages", () => {
  it("fits the packages as they are", () => {
    expect(blocks.length).toBeGreaterThan(25);
    expect(checkOnce().errors).toEqual([]);
  });

  it("runs where it stands alone, on the pages of packages too", async () => {
    const { standalone } = checkOnce();
    const running = standalone.filter(({ runs, code }) => !runs && !needsMore(code));
    expect(running.length).toBeGreaterThan(12);
    const cwd = folderOf("packages");
    writeFileSync(join(cwd, "large.cif"), toCif("CsCl", 4.12));
    writeFileSync(join(cwd, "NaCl.cif"), toCif("NaCl", 4));
    const files = running.map((block, index) => {
      writeFileSync(join(cwd, `${index}.mts`), block.code);
      return [nameOf(block), `./${index}.mts`] as const;
    });
    // One process for all of them: what takes time is the start.
    const script = `for (const [place, file] of ${JSON.stringify(files)}) {
      try { await import(file); } catch (error) { console.error(place, error); process.exitCode = 1; }
    }`;
    writeFileSync(join(cwd, "all.mts"), script);
    const all = [tsx, "--conditions=@ftcp/source", join(cwd, "all.mts")];
    await expect(run(process.execPath, all, { cwd })).resolves.toMatchObject({ stderr: "" });
  });

  const running = blocks.filter(({ runs }) => runs);
  it.each(running.map((block) => [nameOf(block), block] as const))(
    "runs and prints what its comments say, %s",
    async (_place, { page, code, line }) => {
      const cwd = folderOf(page);
      const file = join(cwd, `${line}.mts`); // .mts: node_modules has no package.json of ours
      writeFileSync(file, code);
      const { stdout } = await run(process.execPath, [tsx, "--conditions=@ftcp/source", file], {
        cwd,
      });
      const said = Array.from(code.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm), ([, x]) => x);
      expect(said.length).toBeGreaterThan(0);
      expect(stdout.trimEnd().split("\n")).toEqual(said);
    },
  );

  it("all runs on the guides", () => {
    expect(guides.flatMap((page) => blocksOf(page, "ts")).filter(({ runs }) => !runs)).toEqual([]);
  });
});

const command = join(repository, "packages/cli/bin/ftcp.js");
const isBuilt = existsSync(join(repository, "packages/cli/dist/main.js"));
(isBuilt ? describe : describe.skip)("commands on the guides (need a build)", () => {
  const running = guides.flatMap((page) => blocksOf(page, "sh")).filter(({ runs }) => runs);
  it.each(running.map((block) => [nameOf(block), block] as const))(
    "run, %s",
    async (_place, { page, code }) => {
      // A design may find fewer than asked for, which a toy model does: exit code 3. Of a screening some latents are
      // no crystals: 1.
      const script = `set -e
        ftcp() {
          local code=0
          "${process.execPath}" "${command}" "$@" || code=$?
          test $code = 0 || test "$1 $code" = "design 3" || test "$1 $code" = "screen 1"
        }
        npx() { "$@"; }
        ${code}`;
      await expect(run("bash", ["-c", script], { cwd: folderOf(page) })).resolves.toBeDefined();
    },
  );
});
