import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, jest } from "@jest/globals";
import ts from "typescript";
import {
  blocksOf,
  folderOf,
  guides,
  nameOf,
  pages,
  removeFolders,
  run,
  runCode,
  toCif,
  tsx,
  type Block,
} from "./pageBlocks.ts";

// A compiler over all packages, and programs of their own: seconds each on a busy machine.
jest.setTimeout(180_000);

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

afterAll(removeFolders);

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
    async (_place, block) => {
      const stdout = await runCode(block);
      const said = Array.from(
        block.code.matchAll(/^ *console\.log\(.*\); \/\/ (.*)$/gm),
        ([, x]) => x,
      );
      expect(said.length).toBeGreaterThan(0);
      expect(stdout.trimEnd().split("\n")).toEqual(said);
    },
  );

  it("all runs on the guides", () => {
    expect(guides.flatMap((page) => blocksOf(page, "ts")).filter(({ runs }) => !runs)).toEqual([]);
  });
});
