import { describe, expect, it } from "@jest/globals";
import type { LatentIndex } from "@ftcp/sampling";
import { fingerprintStudy, type StudyParts } from "./fingerprintStudy.ts";
import { planStudy } from "./planStudy.ts";

const index = { latents: { data: Float32Array.of(1, 2) } } as unknown as LatentIndex;
const parts: StudyParts = { name: "a", index, gradients: "tfjs", judges: [{ digest: "1" }] };
const defaults = { sampler: "lp", count: 1, seed: 1, engine: "wasm", checkpointEvery: 1 } as const;
const fingerprint = (settings: object, more: Partial<StudyParts> = {}): string =>
  fingerprintStudy(planStudy({ ...defaults, target: ["band_gap=1"], out: "x", ...settings }, {}), {
    ...parts,
    ...more,
  });

describe("fingerprintStudy", () => {
  it("is the same wherever the study and its models lie", () => {
    const here = fingerprint({ judge: ["/here/one"] });
    expect(fingerprint({ out: "elsewhere", judge: ["/there/one"] })).toBe(here);
  });

  it("differs with the settings, the models, the engine and what is known", () => {
    const different = [
      fingerprint({}),
      fingerprint({ seed: 2 }),
      fingerprint({}, { name: "b" }),
      fingerprint({}, { gradients: "onnxruntime-node" }),
      fingerprint({}, { judges: [{ digest: "2" }] }),
      fingerprint({}, { knownFormulas: ["NaCl"] }),
    ];
    expect(new Set(different).size).toBe(different.length);
  });
});
