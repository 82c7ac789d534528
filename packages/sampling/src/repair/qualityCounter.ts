import type { CrystalQuality } from "./crystalQuality.ts";
import type { QualityStep, QualityStepName } from "./qualityStep.ts";

/** What is counted of one candidate after one step. */
export interface StepCount extends Partial<CrystalQuality> {
  readonly name: QualityStepName;
  /** Whether the step changed it. */
  readonly changed: boolean;
  readonly newFormula?: boolean;
  /** Whether its space group is above P 1; undefined where it was not looked for. */
  readonly aboveP1?: boolean;
  readonly decodesToItself?: boolean;
}

const countable = [
  "distances",
  "covalentRadii",
  "volumePerAtom",
  "neutral",
  "neutralByAll",
  "newFormula",
  "aboveP1",
  "decodesToItself",
] as const;

/** Counts what candidates are worth after each step. */
export class QualityCounter {
  readonly #steps = new Map<QualityStepName, Record<string, number>>();

  add({ name, changed, ...quality }: StepCount): void {
    const counts = this.#steps.get(name) ?? { candidates: 0, changed: 0 };
    this.#steps.set(name, counts);
    counts["candidates"] = (counts["candidates"] ?? 0) + 1;
    counts["changed"] = (counts["changed"] ?? 0) + Number(changed);
    for (const key of countable) {
      if (quality[key] !== undefined) counts[key] = (counts[key] ?? 0) + Number(quality[key]);
    }
  }

  /** Goes on from earlier counts. */
  restore(steps: readonly QualityStep[]): void {
    for (const { name, ...counts } of steps) this.#steps.set(name, { ...counts });
  }

  /** The counts now, as plain data that later counting does not change. */
  snapshot(): readonly QualityStep[] {
    return [...this.#steps].map(([name, counts]) => ({
      ...(Object.fromEntries(countable.slice(0, 6).map((key) => [key, 0])) as Pick<
        QualityStep,
        "distances" | "covalentRadii" | "volumePerAtom" | "neutral" | "neutralByAll" | "newFormula"
      >),
      ...(counts as unknown as Pick<QualityStep, "candidates" | "changed">),
      name,
    }));
  }
}
