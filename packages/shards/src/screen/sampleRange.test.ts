import { describe, expect, it } from "@jest/globals";
import { createRandom } from "@ftcp/random";
import { sampleRandom, type SamplerName } from "@ftcp/sampling";
import fc from "fast-check";
import { toyIndex } from "../../test/toyModel.ts";
import { sampleRange, samplesPerStream } from "./sampleRange.ts";

describe("sampleRange", () => {
  it.each(["lp", "slerp", "random"] as const)(
    "%s: a range is the same cut out of a larger one",
    (sampler) => {
      const all = take(sampler, samplesPerStream - 40, samplesPerStream + 40);
      fc.assert(
        fc.property(fc.nat({ max: 80 }), fc.nat({ max: 80 }), (a, b) => {
          const [start, end] = a < b ? [a, b] : [b, a];
          const first = samplesPerStream - 40;
          expect(take(sampler, first + start, first + end)).toEqual(all.slice(start, end));
        }),
        { numRuns: 10 },
      );
    },
  );

  it("lp goes round its roots, across streams too", () => {
    const roots = take("lp", samplesPerStream - 2, samplesPerStream + 2).map((s) => s.roots[0]);
    expect(roots).toEqual(
      [-2, -1, 0, 1].map((i) => toyIndex.ids[(samplesPerStream + i) % toyIndex.count]),
    );
  });

  it("random gives the samples of sampleRandom, for the seed of the stream", () => {
    const seed = createRandom(1)
      .fork("samples/0")
      .integer(2 ** 32);
    const expected = [...sampleRandom({ latents: toyIndex.latents, count: 5, seed })];
    expect(take("random", 0, 5)).toEqual(expected);
  });

  it("samples far apart are different ones", () => {
    const [near] = take("lp", 0, 1);
    const [far] = take("lp", 3 * 10_000_000, 3 * 10_000_000 + 1);
    expect(far?.latent).not.toEqual(near?.latent);
  });
});

function take(
  sampler: SamplerName,
  start: number,
  end: number,
): ReturnType<typeof sampleRange> extends Iterable<infer T> ? T[] : never {
  return [...sampleRange({ index: toyIndex, sampler, seed: 1 }, { start, end })];
}
