import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import fc from "fast-check";
import { slerp } from "./slerp.ts";

const component = fc.float({ min: -100, max: 100, noNaN: true });
const pair = fc
  .integer({ min: 2, max: 16 })
  .chain((size) =>
    fc.tuple(
      fc.array(component, { minLength: size, maxLength: size }),
      fc.array(component, { minLength: size, maxLength: size }),
    ),
  )
  .map(([from, to]) => [Float32Array.from(from), Float32Array.from(to)] as const);
const position = fc.double({ min: 0, max: 1, noNaN: true });
const norm = (vector: Float32Array) => Math.hypot(...vector);

describe("slerp", () => {
  it("agrees with scipy.spatial.geometric_slerp (1.17.1) times the interpolated norm", () => {
    const from = Float32Array.of(1, 2, 2);
    const acute = Float32Array.of(-2, 1, 4);
    expectClose(slerp(from, acute, 0.25), [0.48102178748, 2.03357255066, 2.67648993608]);
    expectClose(slerp(from, acute, 0.5), [-0.21976030452, 1.88610944835, 3.2814874828]);
    expectClose(slerp(from, acute, 0.9), [-1.61924220124, 1.23953504012, 3.92634670569]);
  });

  it("goes the whole way where the angle exceeds 90° (scipy again; the reference turns back)", () => {
    const from = Float32Array.of(1, 2, 2);
    const obtuse = Float32Array.of(-3, -1, 0.5);
    expectClose(slerp(from, obtuse, 0.25), [-0.39191860546, 1.72872674298, 2.48249592916]);
    expectClose(slerp(from, obtuse, 0.5), [-1.73280568018, 1.01698994276, 2.36177033369]);
    expectClose(slerp(from, obtuse, 0.9), [-2.9612397052, -0.60078831595, 0.9957190124]);
  });

  it("gives exactly its ends at 0 and 1", () => {
    fc.assert(
      fc.property(pair, ([from, to]) => {
        expect(slerp(from, to, 0)).toEqual(from);
        expect(slerp(from, to, 1)).toEqual(to);
      }),
    );
  });

  it("interpolates norms linearly", () => {
    fc.assert(
      fc.property(pair, position, ([from, to], t) => {
        fc.pre(norm(from) > 1e-3 && norm(to) > 1e-3);
        const expected = (1 - t) * norm(from) + t * norm(to);
        expect(Math.abs(norm(slerp(from, to, t)) - expected)).toBeLessThanOrEqual(1e-5 * expected);
      }),
    );
  });

  it("is the same path from either end", () => {
    fc.assert(
      fc.property(pair, position, ([from, to], t) => {
        const scale = norm(from) + norm(to);
        expectClose(slerp(from, to, t), slerp(to, from, 1 - t), { rtol: 0, atol: 1e-5 * scale });
      }),
    );
  });

  it("moves the direction at constant speed", () => {
    fc.assert(
      fc.property(pair, ([from, to]) => {
        fc.pre(norm(from) > 1 && norm(to) > 1);
        const angle = (a: Float32Array, b: Float32Array) => {
          const u = a.map((x) => x / norm(a));
          const v = b.map((x) => x / norm(b));
          const difference = u.map((x, i) => x - (v[i] ?? 0));
          const total = u.map((x, i) => x + (v[i] ?? 0));
          return 2 * Math.atan2(norm(difference), norm(total));
        };
        const whole = angle(from, to);
        expect(angle(from, slerp(from, to, 0.25))).toBeCloseTo(whole / 4, 4);
        expect(angle(slerp(from, to, 0.75), to)).toBeCloseTo(whole / 4, 4);
      }),
    );
  });

  it("changes only the norm between parallel latents", () => {
    expectClose(slerp(Float32Array.of(1, 2), Float32Array.of(3, 6), 0.5), [2, 4]);
    const nearly = slerp(Float32Array.of(1, 2), Float32Array.of(3, 6.000001), 0.5);
    expectClose(nearly, [2, 4], { rtol: 1e-6 });
  });

  it("takes antipodal latents round through the axis of the smallest component", () => {
    const middle = slerp(Float32Array.of(3, 0, 4), Float32Array.of(-6, 0, -8), 0.5);
    expectClose(middle, [0, 7.5, 0], { atol: 1e-6 });
  });

  it("stays finite and keeps norms between antipodes of any direction", () => {
    fc.assert(
      fc.property(pair, position, ([from], t) => {
        fc.pre(norm(from) > 1e-3);
        const middle = slerp(
          from,
          from.map((x) => -x),
          t,
        );
        expect(Math.abs(norm(middle) - norm(from))).toBeLessThanOrEqual(1e-5 * norm(from));
      }),
    );
  });

  it("is a straight line from or to zero, which has no direction", () => {
    expectClose(slerp(Float32Array.of(0, 0), Float32Array.of(2, 4), 0.25), [0.5, 1]);
    expectClose(slerp(Float32Array.of(2, 4), Float32Array.of(0, 0), 0.25), [1.5, 3]);
    expectClose(slerp(Float32Array.of(0, 0), Float32Array.of(0, 0), 0.5), [0, 0]);
  });

  it("runs through zero between antipodes in one dimension", () => {
    expectClose(slerp(Float32Array.of(1), Float32Array.of(-1), 0.5), [0], { atol: 1e-7 });
  });

  it("changes neither of its arguments", () => {
    const from = Float32Array.of(1, 2);
    const to = Float32Array.of(-2, 1);
    slerp(from, to, 0.3);
    expect([...from, ...to]).toEqual([1, 2, -2, 1]);
  });

  it("refuses unlike sizes and positions outside [0, 1]", () => {
    const a = Float32Array.of(1, 2);
    expect(() => slerp(a, Float32Array.of(1), 0.5)).toThrow(RangeError);
    for (const t of [-0.1, 1.1, Number.NaN]) expect(() => slerp(a, a, t)).toThrow(RangeError);
  });
});
