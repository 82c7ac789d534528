import { QualityCounter } from "../repair/qualityCounter.ts";
import type { DesignFunnel, RejectionReason } from "./designEvent.ts";

/** Counts candidates on their way through the checks. */
export class FunnelCounter {
  accepted = 0;
  /** Counts what candidates are worth after each step. */
  readonly quality: QualityCounter = new QualityCounter();
  readonly #rejected: Record<RejectionReason, number> = {
    decodeFailed: 0,
    wrongElementCount: 0,
    wrongSiteCount: 0,
    wrongComposition: 0,
    notNeutral: 0,
    knownFormula: 0,
    duplicateFormula: 0,
    notSymmetric: 0,
    invalidDistance: 0,
    invalidVolume: 0,
    tightAtoms: 0,
    invalidDensity: 0,
    invalidStructure: 0,
    knownStructure: 0,
    duplicateStructure: 0,
    invalidPrediction: 0,
    outOfTolerance: 0,
  };
  readonly #errors = new Map<string, number>();

  /** Counts a rejection, and the kind of error that came with it. */
  reject(reason: RejectionReason, error?: Error): void {
    this.#rejected[reason]++;
    if (error === undefined) return;
    const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
    this.#errors.set(code, (this.#errors.get(code) ?? 0) + 1);
  }

  /** Goes on from earlier counts. */
  restore({ accepted, rejected, errors, quality }: DesignFunnel): void {
    this.accepted = accepted;
    Object.assign(this.#rejected, rejected);
    for (const [code, count] of Object.entries(errors)) this.#errors.set(code, count);
    this.quality.restore(quality);
  }

  /** The counts now, as plain data that later counting does not change. */
  snapshot(): DesignFunnel {
    const rejected = { ...this.#rejected };
    const rejections = Object.values(rejected).reduce((sum, count) => sum + count, 0);
    return {
      sampled: this.accepted + rejections,
      rejected,
      errors: Object.fromEntries(this.#errors),
      accepted: this.accepted,
      quality: this.quality.snapshot(),
    };
  }
}
