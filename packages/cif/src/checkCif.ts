import { latticeVolume } from "@ftcp/crystal";
import type { SpaceGroupSetting, Structure } from "@ftcp/crystal";

import type {
  CifBlockCheck,
  CifCheck,
  CifSpaceGroupSummary,
  CifStructureSummary,
} from "./cifCheck.ts";
import type { CifDiagnostic } from "./cifDiagnostic.ts";
import { CifError } from "./cifError.ts";
import { formulaOf } from "./formulaOf.ts";
import { parseCifBlocks } from "./parseCifBlocks.ts";
import type { ParseCifOptions } from "./parseCifOptions.ts";
import type { CifSymmetry } from "./symmetry/cifSymmetry.ts";

/**
 * Says what a CIF holds and what is wrong with it.
 *
 * @param text - the whole CIF
 * @param options - see {@link ParseCifOptions}
 * @returns a plain JSON object; `ok` when there is a crystal and no diagnostic is an error
 *
 * @remarks
 * Never throws for any text: what other functions throw stands in the diagnostics.
 *
 * @example
 * ```ts
 * checkCif("not a CIF").ok; // false
 * ```
 */
export function checkCif(text: string, options: ParseCifOptions = {}): CifCheck {
  const found: CifDiagnostic[] = [];
  const blocks: CifBlockCheck[] = [];
  try {
    const report = parseCifBlocks(text, options);
    found.push(...report.diagnostics);
    for (const { name, structure, symmetry } of report.blocks) {
      blocks.push(
        structure?.ok === true && symmetry !== undefined
          ? { name, structure: summarize(structure.value, symmetry) }
          : { name },
      );
    }
  } catch (error) {
    if (!(error instanceof CifError)) throw error;
    found.push({
      severity: "error",
      code: error.code,
      message: error.summary,
      line: error.line,
      column: error.column,
    });
  }
  const hasError = found.some(({ severity }) => severity === "error");
  const hasStructure = blocks.some(({ structure }) => structure !== undefined);
  if (!hasError && !hasStructure) {
    found.push({
      severity: "error",
      code: "CIF_NO_STRUCTURE",
      message: "no data block gives atomic positions",
      line: 1,
      column: 1,
    });
  }
  return { ok: !hasError && hasStructure, blocks, diagnostics: found };
}

function summarize(
  structure: Structure,
  { operations, source, setting }: CifSymmetry,
): CifStructureSummary {
  const { a, b, c, alpha, beta, gamma } = structure.lattice;
  return {
    sites: structure.sites.length,
    formula: formulaOf(structure),
    volume: latticeVolume(structure.lattice),
    a,
    b,
    c,
    alpha,
    beta,
    gamma,
    symmetryOperations: operations.length,
    symmetrySource: source,
    ...(setting === undefined ? {} : { spaceGroup: summarizeSetting(setting) }),
  };
}

function summarizeSetting(setting: SpaceGroupSetting): CifSpaceGroupSummary {
  const { number, hermannMauguin, hall, choice } = setting;
  return { number, hermannMauguin, hall, choice };
}
