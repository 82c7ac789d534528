import type { CrystalRecord } from "@ftcp/datasets";
import type { CommandContext } from "../io/commandContext.ts";
import type { CrystalSelection } from "./crystalSelection.ts";
import type { DataProblem } from "./dataProblem.ts";
import { describeProblem } from "./describeProblem.ts";
import { selectCrystals } from "./selectCrystals.ts";

/**
 * Reads the selected crystals into memory.
 *
 * @param selection - which crystals
 * @param context - progress, warnings and abort
 * @returns the crystals, and what could not be read; the latter is also told on standard error
 * @throws whatever {@link selectCrystals} throws
 */
export async function loadCrystals(
  selection: CrystalSelection,
  context: CommandContext,
): Promise<{
  readonly crystals: readonly CrystalRecord[];
  readonly problems: readonly DataProblem[];
}> {
  const crystals: CrystalRecord[] = [];
  const problems: DataProblem[] = [];
  for await (const result of selectCrystals(selection, context)) {
    if (result.ok) crystals.push(result.value);
    else problems.push(describeProblem(result.error));
  }
  noteProblems(problems, context);
  return { crystals, problems };
}

const shown = 10;

function noteProblems(problems: readonly DataProblem[], context: CommandContext): void {
  for (const { code, message } of problems.slice(0, shown)) {
    context.note(`ftcp: warning: ${code}: ${message}`);
  }
  if (problems.length > shown) {
    context.note(`ftcp: warning: ${problems.length - shown} more crystals could not be read`);
  }
}
