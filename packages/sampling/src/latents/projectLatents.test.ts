import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import { createRandom } from "@ftcp/random";
import { applyProjection } from "./applyProjection.ts";
import { computeLatentStatistics } from "./computeLatentStatistics.ts";
import { projectLatents } from "./projectLatents.ts";

// Expected numbers by numpy 2.4.6: mean, std(0), and eigh of the covariance divided by n.
const latents = {
  data: Float32Array.of(
    ...[2.5, 2.4, 0.1, 0.5, 0.7, -0.3, 2.2, 2.9, 0.2, 1.9, 2.2, 0.0],
    ...[3.1, 3.0, -0.5, 2.3, 2.7, 0.4, 2.0, 1.6, -0.1],
  ),
  shape: [7, 3],
} as const;

describe("computeLatentStatistics", () => {
  it("agrees with numpy", () => {
    const { mean, deviation } = computeLatentStatistics(latents);
    expectClose(mean, [2.071428554398673, 2.2142857568604604, -0.028571428997176036], {
      rtol: 1e-12,
    });
    expectClose(deviation, [0.7381720198996305, 0.7586239089443596, 0.2813959406308088], {
      rtol: 1e-12,
    });
  });
});

describe("projectLatents", () => {
  it("agrees with numpy", () => {
    const { coordinates, explainedVariance, axes } = projectLatents(latents);
    expectClose(explainedVariance, [0.8886612114796312, 0.08509506626103076], { rtol: 1e-9 });
    expectClose(
      axes,
      [
        ...[0.6934158025218405, 0.7178982409994901, 0.061616883910412916],
        ...[-0.47574622971994984, 0.39193684847799143, 0.787433191904172],
      ],
      { rtol: 1e-8 },
    );
    expectClose(
      coordinates,
      [
        ...[0.43842438073865936, -0.02986154496256893, -2.1934810654167918, -0.059635057307487485],
        ...[0.595510482029352, 0.3875740458708478, -0.1273664882215773, 0.09845549546368727],
        ...[1.248242541819998, -0.5526070820309287, 0.5335956906860133, 0.4190987206125134],
        ...[-0.4949255416356517, -0.2630245776460633],
      ],
      { rtol: 1e-5 }, // float32 coordinates
    );
  });

  it("puts other latents on the same map", () => {
    const map = projectLatents(latents);
    const second = { data: latents.data.slice(3, 6), shape: [1, 3] } as const;
    expect(applyProjection(map, second)).toEqual(map.coordinates.slice(2, 4));
    const wrong = { data: new Float32Array(2), shape: [1, 2] } as const;
    expect(() => applyProjection(map, wrong)).toThrow(RangeError);
  });

  it("explains nothing where nothing differs", () => {
    const same = { data: new Float32Array(12).fill(2), shape: [3, 4] } as const;
    const { coordinates, explainedVariance } = projectLatents(same);
    expect(explainedVariance).toEqual([0, 0]);
    expect([...coordinates]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("refuses what gives no map", () => {
    for (const shape of [
      [1, 3],
      [3, 1],
      [2, 2],
    ] as const) {
      expect(() => projectLatents({ data: new Float32Array(3), shape })).toThrow(RangeError);
    }
  });

  it("finds two planted directions among 64 in 2,000 latents", () => {
    const random = createRandom(5);
    const data = new Float32Array(2000 * 64);
    for (let i = 0; i < 2000; i++) {
      for (let j = 0; j < 64; j++) data[i * 64 + j] = 0.1 * random.normal();
      data[i * 64 + 10] = 5 * random.normal();
      data[i * 64 + 20] = 3 * random.normal();
    }
    const { axes, explainedVariance } = projectLatents({ data, shape: [2000, 64] });
    expect(axes[10]).toBeGreaterThan(0.99);
    expect(axes[64 + 20]).toBeGreaterThan(0.99);
    expect(explainedVariance[0] + explainedVariance[1]).toBeGreaterThan(0.97);
  });
});
