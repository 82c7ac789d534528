import { createStructureMatcher } from "@ftcp/crystal";
import type { Structure, StructureMatcher } from "@ftcp/crystal";
import type { DesignModel } from "../designModel.ts";
import type { LatentIndex } from "../latents/latentIndex.ts";
import type { Design, RejectionReason } from "./designEvent.ts";
import type { DesignPlan } from "./planDesign.ts";
import { joinLatents } from "./prepareCandidates.ts";

/** Knows what is not new: crystals of the index, and designs of this run. */
export class NoveltyChecker {
  /** Tells crystals apart. */
  readonly matcher: StructureMatcher = createStructureMatcher();
  readonly #model: DesignModel;
  readonly #index: LatentIndex;
  readonly #plan: Pick<DesignPlan, "novelty" | "knownFormulas">;
  readonly #designs = new Map<string, Structure[]>();
  readonly #known = new Map<string, readonly Structure[]>();

  constructor(
    model: DesignModel,
    index: LatentIndex,
    plan: Pick<DesignPlan, "novelty" | "knownFormulas">,
  ) {
    this.#model = model;
    this.#index = index;
    this.#plan = plan;
  }

  /** Why a crystal is not new; undefined where it is. */
  async judge(structure: Structure, formula: string): Promise<RejectionReason | undefined> {
    if (this.#plan.novelty === "formula") {
      return this.isDesigned(formula) ? "duplicateFormula" : undefined;
    }
    const designs = this.#designs.get(formula) ?? [];
    const isSame = (other: Structure): boolean => this.matcher.compare(structure, other);
    if (this.#plan.knownFormulas.has(formula)) {
      const known = await this.#decodeKnown(formula);
      // A formula that the caller knows, of crystals that nobody has given.
      if (known.length === 0) return "knownFormula";
      if (known.some(isSame)) return "knownStructure";
    }
    return designs.some(isSame) ? "duplicateStructure" : undefined;
  }

  /** Whether an earlier design has a formula. */
  isDesigned(formula: string): boolean {
    return this.#designs.has(formula);
  }

  /** What is new of a crystal that {@link judge} has found to be new. */
  describe(formula: string): Design["novelty"] {
    return {
      formula: !this.#plan.knownFormulas.has(formula),
      structuresCompared: this.#known.get(formula)?.length ?? 0,
    };
  }

  /** Remembers a design. */
  add(structure: Structure, formula: string): void {
    const designs = this.#designs.get(formula);
    if (designs === undefined) this.#designs.set(formula, [structure]);
    else designs.push(structure);
  }

  /** The crystals of the index with a formula, as its latents decode. */
  async #decodeKnown(formula: string): Promise<readonly Structure[]> {
    const before = this.#known.get(formula);
    if (before !== undefined) return before;
    const rows = [...this.#index.formulas.keys()].filter(
      (row) => this.#index.formulas[row] === formula,
    );
    const latents = joinLatents(
      rows.map((row) => this.#index.latentOf(row)),
      this.#index.latentSize,
    );
    const results = rows.length === 0 ? [] : await this.#model.decode(latents);
    const structures = results.flatMap((result) => (result.ok ? [result.value] : []));
    this.#known.set(formula, structures);
    return structures;
  }
}
