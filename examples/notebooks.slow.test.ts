import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it, jest } from "@jest/globals";

jest.setTimeout(180_000);

const folder = join(import.meta.dirname, "notebooks");
const notebooks = readdirSync(folder).filter((name) => /^\d\d-.*\.ts$/.test(name));
const tsx = createRequire(import.meta.url).resolve("tsx/cli");
const figures = mkdtempSync(join(tmpdir(), "ftcp-figures-"));
afterAll(() => {
  rmSync(figures, { recursive: true });
});

/** The marks of each figure that it must have, at least. */
const expected: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "01-inside-a-tensor.ts": { "rutile-real-space": 40, "rutile-structure-factors": 60 },
  "02-latent-map.ts": { "latent-map": 3000, samplers: 1000 },
  "03-design-funnel.ts": { funnel: 1, designs: 10 },
  "04-watch-a-training.ts": { losses: 4 },
};

describe("notebooks", () => {
  it.each(notebooks)("%s runs from top to bottom and leaves its figures", async (name) => {
    const env = { ...process.env, FIGURES: figures };
    const args = [tsx, "--conditions=@ftcp/source", join(folder, name)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    const drawn = Array.from(stdout.matchAll(/^(\S+)\.svg$/gm), ([, figure = ""]) => figure);
    expect(drawn).toEqual(Object.keys(expected[name] ?? {}));
    for (const figure of drawn) {
      const picture = readFileSync(join(figures, `${figure}.svg`), "utf8");
      expect(picture).toMatch(/^<svg .*<\/svg>\n$/s);
      expect(picture.match(/<(?:circle|rect|path)\b/g)?.length).toBeGreaterThanOrEqual(
        expected[name]?.[figure] ?? Infinity,
      );
    }
  });

  it("are all tested", () => {
    expect(notebooks).toEqual(Object.keys(expected));
  });
});
