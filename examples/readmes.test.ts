import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it, jest } from "@jest/globals";
import ts from "typescript";

// A compiler over all packages, and programs of their own: seconds each on a busy machine.
jest.setTimeout(180_000);

const repository = join(import.meta.dirname, "..");
const pages = [
  "README.md",
  ...readdirSync(join(repository, "packages")).map((name) => `packages/${name}/README.md`),
];

interface Block {
  readonly page: string;
  /** Line of the page on which the code begins. */
  readonly line: number;
  readonly code: string;
  /** Marked as `ts run`: stands alone and prints what its comments say. */
  readonly runs: boolean;
}
const blocks: readonly Block[] = pages.flatMap((page) => {
  const text = readFileSync(join(repository, page), "utf8");
  return Array.from(
    text.matchAll(/^```ts( run)?\n(.*?)^```$/gms),
    ({ 1: run, 2: code = "", index }) => ({
      ...{ page, code, runs: run !== undefined },
      line: text.slice(0, index).split("\n").length + 1,
    }),
  );
});

/** What the compiler says of the blocks, each a module beside this file, in strict mode. */
function findTypeErrors(): string[] {
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
  const textOf = (path: string): string | undefined => {
    const code = places.get(path)?.code;
    return code === undefined ? undefined : `${code}export {};\n`;
  };
  host.fileExists = (path) => places.has(path) || real.fileExists(path);
  host.readFile = (path) => textOf(path) ?? real.readFile(path);
  host.getSourceFile = (path, ...rest) => {
    const text = textOf(path);
    return text === undefined
      ? real.getSourceFile(path, ...rest)
      : ts.createSourceFile(path, text, rest[0], true);
  };
  const program = ts.createProgram([...places.keys()], options, host);
  // A block may go on where the text or the block before it stopped: names that it does not
  // declare are no errors, and neither is what follows from their types being unknown.
  const isOpen = new Set([2304, 2552, 18004, 7006, 7031]);
  return [...places].flatMap(([path, { page, line, runs }]) => {
    const file = program.getSourceFile(path);
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ];
    return found
      .filter(({ code }) => runs || !isOpen.has(code))
      .map(({ start = 0, messageText }) => {
        const row = file?.getLineAndCharacterOfPosition(start).line ?? 0;
        return `${page}:${line + row} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
      });
  });
}

describe("TypeScript in the READMEs", () => {
  const cache = join(import.meta.dirname, "node_modules/.cache/readmes");
  afterAll(() => {
    if (existsSync(cache)) rmSync(cache, { recursive: true });
  });

  it("fits the packages as they are", () => {
    expect(blocks.length).toBeGreaterThan(25);
    expect(findTypeErrors()).toEqual([]);
  });

  const running = blocks.filter(({ runs }) => runs);
  it.each(running.map((block) => [`${block.page}:${block.line}`, block] as const))(
    "runs and prints what its comments say, %s",
    async (_place, { code, line }) => {
      mkdirSync(cache, { recursive: true });
      const file = join(cache, `${line}.mts`); // .mts: node_modules has no package.json of ours
      writeFileSync(file, code);
      const tsx = createRequire(import.meta.url).resolve("tsx/cli");
      const { stdout } = await promisify(execFile)(process.execPath, [
        ...[tsx, "--conditions=@ftcp/source", file],
      ]);
      const said = Array.from(code.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm), ([, x]) => x);
      expect(said.length).toBeGreaterThan(0);
      expect(stdout.trimEnd().split("\n")).toEqual(said);
    },
  );
});
