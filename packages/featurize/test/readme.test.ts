import { readFileSync } from "node:fs";

import { createLattice, createStructure } from "@ftcp/crystal";
import * as featurize from "@ftcp/featurize";
import { describe, expect, it } from "@jest/globals";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("README", () => {
  it("has an example that runs and prints what its comments say", () => {
    const code = (/```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "").replace(/^import .*$/gm, "");
    const printed: unknown[][] = [];
    const names = ["createLattice", "createStructure", "createLayout", "defeaturize"];
    // The block is plain JavaScript once its imports are gone.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
    new Function("console", ...names, "describeColumn", "featurize", code)(
      { log: (...values: unknown[]) => printed.push(values) },
      createLattice,
      createStructure,
      featurize.createLayout,
      featurize.defeaturize,
      featurize.describeColumn,
      featurize.featurize,
    );
    expect(printed).toEqual([[[1, 304, 92]], ["length a", expect.closeTo(4.123, 6)], [2, 1]]);
  });

  it("lists every error code", () => {
    const source = readFileSync(new URL("../src/featurizeError.ts", import.meta.url), "utf8");
    const codes = [...source.matchAll(/^ {2}\| "FEATURIZE_(\w+)"/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(15);
    for (const code of codes) expect(readme).toContain(`_${code ?? ""}\``);
  });

  it("has the row numbers of the default layout", () => {
    const { blocks } = featurize.createLayout();
    for (const { name, start, end } of blocks) {
      expect(readme).toMatch(new RegExp(`\\| ${start}-${end - 1} +\\| \`${name}\``));
    }
  });
});
