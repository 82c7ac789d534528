import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { createLayout, describeColumn, describeRow, propertyBlocks, rowOf } from "@ftcp/featurize";

const repository = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const packages = readdirSync(join(repository, "packages"));

/** Files below a folder, as paths from the repository's root. */
function* filesBelow(folder: string): Generator<string> {
  const ignored = new Set(["node_modules", "dist", "coverage", "out", "runs", "site"]);
  for (const entry of readdirSync(join(repository, folder), { withFileTypes: true })) {
    if (entry.name.startsWith(".") || ignored.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** The tables of a Markdown text: rows of cells, without the header, code marks taken off. */
function tablesOf(markdown: string): string[][][] {
  const tables: string[][][] = [];
  let table: string[][] | undefined;
  for (const line of markdown.split("\n")) {
    if (!line.startsWith("|")) {
      table = undefined;
      continue;
    }
    const cells = line.split(/(?<!\\)\|/).slice(1, -1);
    if (table === undefined) tables.push((table = []));
    table.push(cells.map((cell) => cell.trim()));
  }
  return tables.map((rows) => rows.slice(2));
}

const codeOf = (cell = ""): string[] => Array.from(cell.matchAll(/`([^`]+)`/g), ([, x]) => x ?? "");

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}
const manifestOf = (path: string): Manifest =>
  JSON.parse(read(join(path, "package.json"))) as Manifest;
const dependenciesOf = (name: string): string[] => {
  const { dependencies = {}, peerDependencies = {} } = manifestOf(`packages/${name}`);
  return [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
};

describe("Markdown", () => {
  const pages = [...filesBelow(".")].filter((path) => /(?<!CHANGELOG)\.md$/.test(path));

  it("shows examples as they are: a block that names a file equals it", () => {
    for (const page of pages) {
      for (const [, name = "", block] of read(page).matchAll(/^```ts file=(\S+)\n(.*?)^```$/gms)) {
        expect({ page, name, block }).toEqual({ page, name, block: read(name) });
      }
    }
  });

  it("links to files that exist", () => {
    for (const page of pages) {
      for (const [, target = ""] of read(page).matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)) {
        const path = relative(repository, join(repository, dirname(page), target));
        expect({ page, path, exists: existsSync(join(repository, path)) }).toEqual({
          page,
          path,
          exists: true,
        });
      }
    }
  });
});

describe("docs/errors.md", () => {
  it("lists every error code of every package, and no other", () => {
    const inSources = packages.flatMap((name) =>
      [...filesBelow(`packages/${name}/src`)]
        .filter((path) => /Code|Error|Diagnostic/i.test(path) && path.endsWith(".ts"))
        .flatMap((path) =>
          Array.from(
            read(path).matchAll(/export type \w+(?:Error|Notice)Code =([^;]+);/g),
            ([, union = ""]) => Array.from(union.matchAll(/"(\w+)"/g), ([, code = ""]) => code),
          ).flat(),
        ),
    );
    const listed = tablesOf(read("docs/errors.md")).flatMap((rows) =>
      rows.flatMap(([code]) => codeOf(code)),
    );
    expect(listed.length).toBeGreaterThan(100);
    expect([...listed].sort()).toEqual([...inSources].sort());
  });
});

describe("docs/ftcp-layout.md", () => {
  const layout = createLayout();
  const tables = tablesOf(read("docs/ftcp-layout.md"));
  const [presets = [], blocks = [], bits = [], planes = [], paper = [], reference = []] = tables;

  it("gives the size of each preset", () => {
    expect(presets.map(([name, size]) => [codeOf(name)[0], size])).toEqual(
      (["ftcp", "paper", "reference"] as const).map((name) => {
        const { rows, columns } = createLayout({ name });
        return [name, `${rows} × ${columns}`];
      }),
    );
  });

  it.each([
    ["ftcp" as const, blocks],
    ["paper" as const, paper],
    ["reference" as const, reference],
  ])("gives the rows of each block and its columns: %s", (name, table) => {
    const preset = createLayout({ name });
    const { start, end } = preset.padding;
    expect(table.map(([rows, block]) => [rows, block])).toEqual([
      ...preset.blocks.map((block) => [`${block.start}-${block.end - 1}`, `\`${block.name}\``]),
      ...(start < end ? [[`${start}-${end - 1}`, "padding"]] : []),
    ]);
    preset.blocks.forEach((block, index) => {
      // The columns named first, "0-2: ..." and perhaps "3: ...", are all that are in use.
      const text = table[index]?.[2] ?? "";
      const numbers = [...text.matchAll(/(?:^|; )(\d+)(?:-(\d+))?(?=: )/g)];
      const last = Math.max(...numbers.map(([, from, to]) => Number(to ?? from)));
      expect([block.name, Number(numbers[0]?.[1]), last + 1]).toEqual([
        block.name,
        block.columnStart,
        block.columnEnd,
      ]);
      const used = Array.from(
        { length: preset.columns },
        (_, column) => describeColumn(preset, block.start, column).used,
      );
      expect(used.slice(block.columnStart, block.columnEnd)).not.toContain(false);
    });
  });

  it("gives the bits of each property", () => {
    expect(bits.map(([range]) => range)).toEqual(
      propertyBlocks.map(({ start, size }) => `${start}-${start + size - 1}`),
    );
  });

  it("gives the row of each plane", () => {
    const found = planes.flatMap((cells) =>
      [0, 2, 4, 6].map((at) => [Number(cells[at]), cells[at + 1]] as const),
    );
    expect([...found].sort(([a], [b]) => a - b)).toEqual(
      layout.planes.map((plane) => [
        rowOf(layout, { block: "structureFactors", plane, part: "real" }),
        `(${plane.join(", ")})`,
      ]),
    );
    for (const [row, plane = ""] of found) expect(describeRow(layout, row).label).toContain(plane);
  });

  it("names the sizes of the default layout", () => {
    const text = read("docs/ftcp-layout.md").replaceAll("\n", " ");
    expect(text).toContain(`at most ${layout.maxElements} elements and ${layout.maxSites} sites`);
    expect(text).toContain(`${layout.rows} rows, K = ${layout.columns} columns`);
  });
});

describe("docs/architecture.md", () => {
  const [steps = [], imports = []] = tablesOf(read("docs/architecture.md"));

  it("names functions and methods as the packages export them", async () => {
    for (const [, forth, back, home] of steps) {
      const [name = ""] = codeOf(home);
      const exported: Record<string, unknown> = { ...((await import(name)) as object) };
      const entry = name === "@ftcp/datasets" ? ((await import(`${name}/node`)) as object) : {};
      Object.assign(exported, entry);
      for (const path of [...codeOf(forth), ...codeOf(back)]) {
        const [first = "", method] = path.split(".");
        const thing = exported[first] as { prototype?: object } | undefined;
        expect({ path, type: typeof thing }).toEqual({ path, type: "function" });
        if (method === undefined) continue;
        const owner = { ...Object.getOwnPropertyDescriptors(thing) };
        Object.assign(owner, Object.getOwnPropertyDescriptors(thing?.prototype ?? {}));
        expect(Object.keys(owner)).toContain(method);
      }
    }
  });

  it("says which package imports which, and imports run upwards", () => {
    const names = imports.map(([name]) => codeOf(name)[0]?.replace("@ftcp/", "") ?? "");
    expect([...names].sort()).toEqual([...packages].sort());
    imports.forEach(([, , listed = ""], row) => {
      const name = names[row] ?? "";
      const ours = dependenciesOf(name).filter((dependency) => dependency.startsWith("@ftcp/"));
      const short = ours.map((dependency) => dependency.replace("@ftcp/", "")).sort();
      expect({ name, imports: listed }).toEqual({ name, imports: short.join(", ") || "none" });
      for (const other of short) expect(names.indexOf(other)).toBeLessThan(row);
    });
  });
});

describe("docs/decisions/0010-dependencies.md", () => {
  const [rows = []] = tablesOf(read("docs/decisions/0010-dependencies.md"));

  it("lists every run-time dependency with the version and licence that are installed", () => {
    const wanted = new Map(
      packages.flatMap((name) =>
        dependenciesOf(name)
          .filter((dependency) => !dependency.startsWith("@ftcp/"))
          .map((dependency) => {
            const own = `packages/${name}/node_modules/${dependency}`;
            const path = existsSync(join(repository, own)) ? own : `node_modules/${dependency}`;
            const { version, license } = manifestOf(path);
            return [dependency, `${version}, ${license}`];
          }),
      ),
    );
    const listed = rows.map(([name, , version, license]) => [
      codeOf(name)[0],
      `${version ?? ""}, ${license ?? ""}`,
    ]);
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(wanted));
  });
});

describe("docs/decisions/README.md", () => {
  it("lists every decision", () => {
    const records = readdirSync(join(repository, "docs/decisions")).filter((name) =>
      /^\d/.test(name),
    );
    const listed = Array.from(
      read("docs/decisions/README.md").matchAll(/\((\d[^)]+)\)/g),
      ([, x]) => x,
    );
    expect(listed).toEqual(records.sort());
  });
});
