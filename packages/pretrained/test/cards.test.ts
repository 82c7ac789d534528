import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { pretrainedNames } from "@ftcp/pretrained";

describe.each(pretrainedNames)("the card of %s", (name) => {
  const read = (file: string): string =>
    readFileSync(new URL(`../models/${name}/${file}`, import.meta.url), "utf8");
  const card = read("card.md");

  it("says how the preset differs from the paper and the reference, and where it is told why", () => {
    expect(card).toContain("differs** between preset `ftcp` and the paper");
    expect(card).toContain("docs/reproduction.md#the-three-recipes");
  });

  it("says how long the model was trained, and on what", () => {
    const { engine, seconds } = JSON.parse(read("training.json")) as {
      readonly engine: string;
      readonly seconds: number;
    };
    expect(card).toContain(`${(seconds / 60).toFixed(1)} min by the clock`);
    expect(card).toContain(engine);
  });

  it("says what becomes of crystals that are perturbed by the preset's scale", () => {
    expect(card).toMatch(/perturbed by 0\.43, the preset's scale \| \d/u);
  });
});
