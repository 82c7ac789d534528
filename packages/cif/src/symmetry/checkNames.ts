import { identifySetting } from "@ftcp/crystal";
import type { SpaceGroupSetting } from "@ftcp/crystal";

import type { CifDiagnosticCode } from "../cifDiagnostic.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { CifPlace } from "../syntax/cifPlace.ts";
import { findSettings } from "./findSettings.ts";
import { isSameSet } from "./isSameSet.ts";
import type { OperationSet } from "./operationSet.ts";
import { setOfHallSymbol } from "./setOfHallSymbol.ts";
import { setOfSetting } from "./setOfSetting.ts";
import type { SpaceGroupNames } from "./spaceGroupNames.ts";

/** What is wrong with a name. */
interface Finding {
  readonly severity: "info" | "warning";
  readonly code: CifDiagnosticCode;
  readonly message: string;
}

/** What was found for names seen before with the same operations: most files share a few. */
const known = new WeakMap<OperationSet, Map<string, Finding | undefined>>();

/** A guard against a stream of files that all have different names. */
const mostKnown = 100;

/**
 * Compares the operations that are applied with the names of the space group that a block gives.
 *
 * @param set - the operations
 * @param names - the names
 * @param at - where the operations stand
 * @param log - receives a remark on each name that means something else
 * @internal
 */
export function checkNames(
  set: OperationSet,
  names: SpaceGroupNames,
  at: CifPlace,
  log: DiagnosticLog,
): void {
  const { hall, hermannMauguin, number, choice } = names;
  if (hall !== undefined) {
    note(
      recall(set, `hall ${hall.content}`, () => checkHall(set, hall.content)),
      hall.value,
      log,
    );
  }
  const [symbol] = hermannMauguin;
  if (symbol !== undefined) {
    const { content } = symbol;
    note(
      recall(set, `symbol ${choice ?? ""} ${content}`, () => checkSymbol(set, content, choice)),
      symbol.value,
      log,
    );
  }
  // Mostly the number repeats what the symbol says, so only another contradiction is told.
  if (number !== undefined && symbol === undefined) {
    const { content } = number;
    note(
      recall(set, `number ${content}`, () => checkNumber(set, content)),
      at,
      log,
    );
  }
}

function note(finding: Finding | undefined, at: CifPlace, log: DiagnosticLog): void {
  if (finding !== undefined) log.note(finding.severity, finding.code, finding.message, at);
}

function recall(
  set: OperationSet,
  key: string,
  check: () => Finding | undefined,
): Finding | undefined {
  let findings = known.get(set);
  if (findings === undefined) {
    findings = new Map();
    known.set(set, findings);
  }
  if (findings.has(key)) return findings.get(key);
  const finding = check();
  if (findings.size < mostKnown && key.length < 200) findings.set(key, finding);
  return finding;
}

function checkHall(set: OperationSet, symbol: string): Finding | undefined {
  const named = setOfHallSymbol(symbol);
  const title = `the Hall symbol ${symbol.slice(0, 40)}`;
  if (named === undefined) return unknown(title);
  return isSameSet(set, named) ? undefined : compareSets(set, [named], title);
}

function checkSymbol(
  set: OperationSet,
  symbol: string,
  choice: string | undefined,
): Finding | undefined {
  const title = `the symbol ${symbol.slice(0, 40)}`;
  const settings = findSettings({ hermannMauguin: symbol.slice(0, 100) }, choice);
  if (settings.length === 0) return unknown(title);
  return checkSettings(set, settings, title);
}

function checkNumber(set: OperationSet, number: number): Finding | undefined {
  const title = `the number ${number}`;
  const settings = findSettings({ number }, undefined);
  if (settings.length === 0) return unknown(title);
  return checkSettings(set, settings, title);
}

function checkSettings(
  set: OperationSet,
  settings: readonly SpaceGroupSetting[],
  title: string,
): Finding | undefined {
  const sets = settings.map(setOfSetting);
  return sets.some((named) => isSameSet(set, named)) ? undefined : compareSets(set, sets, title);
}

/** Another setting of the same group, or another group. */
function compareSets(set: OperationSet, sets: readonly OperationSet[], title: string): Finding {
  const order = set.rotations.length;
  const named = sets[0]?.rotations.length ?? 0;
  const found = identifySetting(set.operations);
  const expected = sets.map(({ operations }) => identifySetting(operations)?.number);
  if (found !== undefined && expected[0] !== undefined && !expected.includes(found.number)) {
    return {
      severity: "warning",
      code: "CIF_SYMMETRY_CONTRADICTION",
      message: `${title} means another space group than the operators, which are those of ${found.hermannMauguin}; the operators count`,
    };
  }
  if (order !== named) {
    return {
      severity: "warning",
      code: "CIF_SYMMETRY_CONTRADICTION",
      message: `${title} means ${named} operations beside lattice translations, but the operators are ${order}; the operators count`,
    };
  }
  return {
    severity: "info",
    code: "CIF_SYMMETRY_SETTING",
    message: `the operators are those of another setting than ${title} means in the tables; the operators count`,
  };
}

function unknown(title: string): Finding {
  return {
    severity: "info",
    code: "CIF_SYMMETRY_NAME_UNKNOWN",
    message: `${title} is in no table; the operators count`,
  };
}
