import type { Matrix3 } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import { isPresent } from "../structure/isPresent.ts";
import { requireUnique } from "../structure/requireUnique.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifLoop, CifValue } from "../syntax/cifDocument.ts";
import { normalizeTag } from "../syntax/normalizeTag.ts";
import { parseSymmetryOperation } from "./parseSymmetryOperation.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

const operatorTags = [
  "_symmetry_equiv_pos_as_xyz",
  "_space_group_symop_operation_xyz",
  "_space_group_symop_magn_operation_xyz",
] as const;

const centeringTag = "_space_group_symop_magn_centering_xyz";

const nameTags = [
  "_symmetry_space_group_name_h-m",
  "_space_group_name_h-m_alt",
  "_space_group_name_h-m_ref",
  "_space_group_name_h-m_full",
  "_space_group_name_h-m",
  "_symmetry_space_group_name_hall",
  "_space_group_name_hall",
  "_symmetry_int_tables_number",
  "_space_group_it_number",
  "_space_group_magn_name_bns",
  "_space_group_magn_number_bns",
  "_space_group_ssg_name",
] as const;

const systemTags = ["_symmetry_cell_setting", "_space_group_crystal_system"] as const;

/** More operators than any space group has in any common supercell; a guard against hostile input. */
const maxOperations = 100_000;

/** The one operator of P 1. */
const identity: SymmetryOperation = {
  rotation: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  translation: [0, 0, 0],
};

/**
 * The symmetry operators of a block, the identity included.
 *
 * @param block - a data block
 * @param log - receives the remarks
 * @returns the operators that the block lists; the identity alone where the block says P 1 or says
 * nothing at all about symmetry (with a warning)
 * @throws {@link CifError} with code `CIF_INVALID_OPERATOR`, or `CIF_SYMMETRY_OPERATORS_MISSING` when
 * the block names another space group than P 1 without listing its operators
 * @internal
 */
export function readOperations(block: CifBlock, log: DiagnosticLog): readonly SymmetryOperation[] {
  for (const tag of operatorTags) {
    const entry = block.entry(tag);
    if (entry === undefined) continue;
    const values = entry.kind === "item" ? [entry.value] : columnOf(entry, tag);
    if (!values.some(isPresent)) continue;
    requireUnique(block, tag);
    const listed =
      values.length === 1 && isIdentity(values[0]?.text ?? "")
        ? [identity]
        : readListed(block, entry.kind === "loop" ? entry : undefined, tag, values, log);
    const operations = addIdentity(
      distinct(withCenterings(block, listed), values[0], log),
      values[0],
      log,
    );
    if (operations.length === 1) checkAgainstName(block, values[0], log);
    return operations;
  }
  return withoutOperators(block, log);
}

function withoutOperators(block: CifBlock, log: DiagnosticLog): readonly SymmetryOperation[] {
  let isNamed = false;
  for (const tag of [...nameTags, ...systemTags]) {
    const value = block.value(tag);
    if (!isPresent(value)) continue;
    if (saysP1(tag, value.text)) {
      isNamed ||= !(systemTags as readonly string[]).includes(tag);
      continue;
    }
    throw new CifError(
      "CIF_SYMMETRY_OPERATORS_MISSING",
      `the space group is given as ${value.text.slice(0, 40)}, but its operators are not listed`,
      { line: value.line, column: value.column, block: block.name },
    );
  }
  if (!isNamed) {
    log.note(
      "warning",
      "CIF_SYMMETRY_ASSUMED_P1",
      "the block says nothing about symmetry; all atoms are taken to be listed (P 1)",
      block,
    );
  }
  return [identity];
}

/** Warns where the only operator is the identity but the name speaks of more. */
function checkAgainstName(block: CifBlock, at: CifValue | undefined, log: DiagnosticLog): void {
  for (const tag of nameTags) {
    const value = block.value(tag);
    if (!isPresent(value) || saysP1(tag, value.text)) continue;
    log.note(
      "warning",
      "CIF_SYMMETRY_CONTRADICTION",
      `the space group is given as ${value.text.slice(0, 40)}, but only the identity is listed; the list counts`,
      at ?? value,
    );
    return;
  }
}

function saysP1(tag: string, text: string): boolean {
  if ((systemTags as readonly string[]).includes(tag)) {
    return text.trim().toLowerCase() === "triclinic";
  }
  const plain = text.replaceAll(/[\s_]/gu, "").toLowerCase();
  return plain === "p1" || plain === "1" || plain === "1.1" || plain === "";
}

function isIdentity(text: string): boolean {
  return text === "x, y, z" || text === "x,y,z";
}

function columnOf(loop: CifLoop, tag: string): CifValue[] {
  const column = loop.tags.findIndex((candidate) => normalizeTag(candidate) === tag);
  const values: CifValue[] = [];
  for (let index = column; index < loop.values.length; index += loop.tags.length) {
    const value = loop.values[index];
    if (value !== undefined) values.push(value);
  }
  return values;
}

function readListed(
  block: CifBlock,
  loop: CifLoop | undefined,
  tag: string,
  values: readonly CifValue[],
  log: DiagnosticLog,
): SymmetryOperation[] {
  const first = values[0];
  if (values.length > maxOperations) {
    throw operatorError(block, first, `more than ${maxOperations} operators are listed`, undefined);
  }
  try {
    const isComplete = loop === undefined || loop.values.length % loop.tags.length === 0;
    if (!isComplete) {
      throw operatorError(
        block,
        loop.values.at(-1),
        "the list of operators is incomplete",
        undefined,
      );
    }
    return values.map((value) => parseAt(block, value, value.text));
  } catch (error) {
    const repaired = loop === undefined ? undefined : joinUnquoted(block, loop, tag);
    if (repaired === undefined) throw error;
    log.note(
      "warning",
      "CIF_OPERATOR_UNQUOTED",
      "the operators hold spaces but no quotes; each line is read as one operator",
      first ?? block,
    );
    return repaired;
  }
}

function parseAt(block: CifBlock, value: CifValue, text: string): SymmetryOperation {
  let operation: SymmetryOperation;
  try {
    operation = parseSymmetryOperation(text);
  } catch (cause) {
    throw operatorError(block, value, `"${text.slice(0, 60)}" is no symmetry operator`, cause);
  }
  const volumeFactor = Math.abs(determinant(operation.rotation));
  if (Math.abs(volumeFactor - 1) > 1e-6) {
    throw operatorError(
      block,
      value,
      `"${text.slice(0, 60)}" does not keep volumes, so it is no symmetry operator`,
      undefined,
    );
  }
  return operation;
}

function determinant([p, q, r]: Matrix3): number {
  return (
    p[0] * (q[1] * r[2] - q[2] * r[1]) -
    p[1] * (q[0] * r[2] - q[2] * r[0]) +
    p[2] * (q[0] * r[1] - q[1] * r[0])
  );
}

function operatorError(
  block: CifBlock,
  at: CifValue | undefined,
  message: string,
  cause: unknown,
): CifError {
  return new CifError("CIF_INVALID_OPERATOR", message, {
    line: at?.line ?? block.line,
    column: at?.column ?? block.column,
    block: block.name,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Reads `x, y, z` written without quotes: as many values a line as the operator has pieces. */
function joinUnquoted(
  block: CifBlock,
  loop: CifLoop,
  tag: string,
): SymmetryOperation[] | undefined {
  const column = loop.tags.findIndex((candidate) => normalizeTag(candidate) === tag);
  const after = loop.tags.length - column - 1;
  const lines = new Map<number, CifValue[]>();
  for (const value of loop.values) {
    const line = lines.get(value.line);
    if (line === undefined) lines.set(value.line, [value]);
    else line.push(value);
  }
  const operations: SymmetryOperation[] = [];
  for (const values of lines.values()) {
    const pieces = values.slice(column, values.length - after);
    const [first] = pieces;
    if (first === undefined) return undefined;
    try {
      operations.push(parseAt(block, first, pieces.map(({ text }) => text).join(" ")));
    } catch {
      // Not this kind of fault: the caller reports the first one instead.
      return undefined;
    }
  }
  return operations;
}

function withCenterings(
  block: CifBlock,
  operations: readonly SymmetryOperation[],
): readonly SymmetryOperation[] {
  const values = block.values(centeringTag).filter(isPresent);
  if (values.length === 0) return operations;
  if (values.length * operations.length > maxOperations) {
    throw operatorError(
      block,
      values[0],
      `more than ${maxOperations} operators are listed`,
      undefined,
    );
  }
  return values.flatMap((value) => {
    const { translation } = parseAt(block, value, value.text);
    return operations.map((operation) => ({
      rotation: operation.rotation,
      translation: [
        operation.translation[0] + translation[0],
        operation.translation[1] + translation[1],
        operation.translation[2] + translation[2],
      ] as const,
    }));
  });
}

/** Drops operators that are equal up to lattice translations. */
function distinct(
  operations: readonly SymmetryOperation[],
  at: CifValue | undefined,
  log: DiagnosticLog,
): SymmetryOperation[] {
  if (operations.length === 1) return [...operations];
  const byKey = new Map<string, SymmetryOperation>();
  for (const operation of operations) {
    const shifts = operation.translation.map((shift) => Math.round(modulo(shift) * 1e5) % 1e5);
    const key = `${operation.rotation.flat().join(" ")} ${shifts.join(" ")}`;
    if (!byKey.has(key)) byKey.set(key, operation);
  }
  if (byKey.size < operations.length && at !== undefined) {
    log.note(
      "info",
      "CIF_OPERATORS_NOT_A_GROUP",
      `${operations.length - byKey.size} operators repeat others; each is applied once`,
      at,
    );
  }
  return [...byKey.values()];
}

function addIdentity(
  operations: readonly SymmetryOperation[],
  at: CifValue | undefined,
  log: DiagnosticLog,
): readonly SymmetryOperation[] {
  const index = operations.findIndex(
    ({ rotation, translation }) =>
      rotation.flat().join() === "1,0,0,0,1,0,0,0,1" &&
      translation.every((shift) => Number.isInteger(shift)),
  );
  if (index < 0 && at !== undefined) {
    log.note(
      "warning",
      "CIF_OPERATORS_NOT_A_GROUP",
      "the list of operators lacks the identity; it is added",
      at,
    );
  }
  // The identity first, and without lattice translation: images keep the written coordinates.
  return [identity, ...operations.filter((_, position) => position !== index)];
}

function modulo(shift: number): number {
  return shift - Math.floor(shift);
}
