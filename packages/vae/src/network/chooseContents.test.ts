import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { chooseContents, type Contents } from "./chooseContents.ts";

const [slots, classes, sites] = [2, 4, 3];
const logit = fc.float({ min: -8, max: 8, noNaN: true });
const logits = fc.record({
  slots: fc.array(logit, { minLength: slots * classes, maxLength: slots * classes }),
  occupancy: fc.array(logit, { minLength: sites * (slots + 1), maxLength: sites * (slots + 1) }),
});

/** Log probability of contents by the definition, or undefined where they cannot be. */
function scoreOf(given: { slots: number[]; occupancy: number[] }, contents: Contents): number {
  const logs = (row: number[]): number[] => {
    const sum = Math.log(row.reduce((total, x) => total + Math.exp(x), 0));
    return row.map((x) => x - sum);
  };
  let score = 0;
  contents.classes.forEach((one, slot) => {
    score += logs(given.slots.slice(slot * classes, (slot + 1) * classes))[one] ?? NaN;
  });
  const seats = contents.counts.flatMap((count, slot) => Array<number>(count).fill(slot));
  for (let site = 0; site < sites; site++) {
    const row = given.occupancy.slice(site * (slots + 1), (site + 1) * (slots + 1));
    score += logs(row)[seats[site] ?? slots] ?? NaN;
  }
  return score;
}

/** All contents that can be. */
function allContents(): Contents[] {
  const found: Contents[] = [];
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < classes; b++) {
      for (let m = 0; m <= sites; m++) {
        for (let n = 0; m + n <= sites; n++) {
          const fits = (one: number, count: number) => (one === classes - 1) === (count === 0);
          const differ = a !== b || a === classes - 1;
          if (fits(a, m) && fits(b, n) && differ && m + n > 0) {
            found.push({ classes: [a, b], counts: [m, n] });
          }
        }
      }
    }
  }
  return found;
}

const asArrays = (given: { slots: number[]; occupancy: number[] }) => ({
  slots: Float32Array.from(given.slots),
  occupancy: Float32Array.from(given.occupancy),
});

describe("chooseContents", () => {
  it("finds the most likely contents of all that can be", () => {
    fc.assert(
      fc.property(logits, (given) => {
        const chosen = chooseContents(asArrays(given), classes);
        const best = Math.max(...allContents().map((contents) => scoreOf(given, contents)));
        expect(scoreOf(given, chosen)).toBeCloseTo(best, 4);
      }),
    );
  });

  it("takes preferred contents within the margin, and the most likely of them", () => {
    const isPreferred = ({ counts }: Contents) => counts[0] === counts[1];
    fc.assert(
      fc.property(logits, fc.float({ min: 0, max: 10, noNaN: true }), (given, margin) => {
        const chosen = chooseContents(asArrays(given), classes, { margin, isPreferred });
        const scores = allContents().map((contents) => scoreOf(given, contents));
        const best = Math.max(...scores);
        const preferred = allContents().filter(isPreferred);
        const wanted = Math.max(...preferred.map((contents) => scoreOf(given, contents)));
        if (Math.abs(best - margin - wanted) < 1e-3) return; // on the margin, rounding decides
        const expected = wanted >= best - margin ? wanted : best;
        expect(scoreOf(given, chosen)).toBeCloseTo(expected, 4);
      }),
    );
  });
});
