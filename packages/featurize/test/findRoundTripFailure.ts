import { canonicalizeStructure, type Structure } from "@ftcp/crystal";
import { defeaturize, featurize, type FtcpLayout } from "@ftcp/featurize";

import { expectSameCrystal } from "./expectSameCrystal.ts";

/** Why a crystal does not survive `defeaturize(featurize(x))`, or `undefined` if it does. */
export function findRoundTripFailure(structure: Structure, layout: FtcpLayout): string | undefined {
  try {
    const [result] = defeaturize(featurize(structure, layout), layout);
    if (!result?.ok) throw new Error("not read back", { cause: result?.error });
    if (result.confidence !== 1) throw new Error(`confidence ${result.confidence}`);
    if (result.issues.length > 0) throw new Error(JSON.stringify(result.issues));
    const expected = layout.cell === "given" ? structure : canonicalizeStructure(structure);
    expectSameCrystal(result.value, expected);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
