import type { Matrix3, SymmetryOperation } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import { isPresent } from "../structure/isPresent.ts";
import { requireUnique } from "../structure/requireUnique.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifLoop } from "../syntax/cifLoop.ts";
import type { CifPlace } from "../syntax/cifPlace.ts";
import type { CifValue } from "../syntax/cifValue.ts";
import { createOperationSet } from "./createOperationSet.ts";
import type { OperationSet } from "./operationSet.ts";
import { parseSuperspaceOperation } from "./parseSuperspaceOperation.ts";
import { parseSymmetryOperation } from "./parseSymmetryOperation.ts";

/** Data names of operator lists with the reader of each; magnetic operators act on positions alike. */
const operatorLists: readonly {
  readonly tag: string;
  readonly parse: (text: string) => SymmetryOperation;
  readonly isModulated?: boolean;
}[] = [
  { tag: "_symmetry_equiv_pos_as_xyz", parse: parseSymmetryOperation },
  { tag: "_space_group_symop_operation_xyz", parse: parseSymmetryOperation },
  { tag: "_space_group_symop_magn_operation_xyz", parse: parseSymmetryOperation },
  {
    tag: "_space_group_symop_ssg_operation_algebraic",
    parse: parseSuperspaceOperation,
    isModulated: true,
  },
  {
    tag: "_space_group_symop_magn_ssg_operation_algebraic",
    parse: parseSuperspaceOperation,
    isModulated: true,
  },
];

/** Lattice points of magnetic groups, listed apart. */
const centringLists = [
  { tag: "_space_group_symop_magn_centering_xyz", parse: parseSymmetryOperation },
  {
    tag: "_space_group_symop_magn_ssg_centering_algebraic",
    parse: parseSuperspaceOperation,
  },
];

/** More operators than any space group has in any common supercell; a guard against hostile input. */
const maxOperations = 10_000;

/** The operators that a block lists. */
export interface ListedOperations {
  /** The operations, the identity included. */
  readonly set: OperationSet;
  /** Where the list stands. */
  readonly at: CifPlace;
}

/**
 * Reads the symmetry operators that a block lists.
 *
 * @param block - a data block
 * @param log - receives the remarks
 * @returns the operations; `undefined` when the block lists none
 * @throws {@link CifError} with code `CIF_INVALID_OPERATOR` or `CIF_DUPLICATE_NAME`
 * @internal
 */
export function readListedOperations(
  block: CifBlock,
  log: DiagnosticLog,
): ListedOperations | undefined {
  for (const { tag, parse, isModulated } of operatorLists) {
    const entry = block.entry(tag);
    if (entry === undefined) continue;
    const list = new OperatorList(block, tag, parse, entry.kind === "loop" ? entry : undefined);
    if (list.isEmpty) continue;
    requireUnique(block, tag);
    const texts = list.texts();
    const centrings = isModulated === true || tag.includes("magn") ? readCentrings(block) : [];
    const set = known.get(keyOf(tag, texts, centrings)) ?? list.read(texts, centrings, log);
    if (log.isHeard) remarkOn(set, texts.length * Math.max(1, centrings.length), list.at, log);
    if (isModulated === true) {
      log.note(
        "warning",
        "CIF_MODULATED_STRUCTURE",
        "the crystal is modulated; its average structure is read, without the modulation",
        list.at,
      );
    }
    return { set, at: list.at };
  }
  return undefined;
}

/** Lists seen before: most files of a collection share a few. */
const known = new Map<string, OperationSet>();

/** Guards against a stream of files that all have different lists. */
const mostKnown = 300;
const longestKnown = 20_000;

function keyOf(tag: string, texts: readonly string[], centrings: readonly string[]): string {
  let key = tag;
  for (const text of texts) key += `\n${text}`;
  for (const text of centrings) key += `\n+${text}`;
  return key;
}

function readCentrings(block: CifBlock): readonly string[] {
  for (const { tag } of centringLists) {
    const values = block.values(tag).filter(isPresent);
    if (values.length > 0) return values.map(({ text }) => text);
  }
  return [];
}

/** What is odd about a list, told each time that it occurs. */
function remarkOn(set: OperationSet, count: number, at: CifPlace, log: DiagnosticLog): void {
  const { operations, isGroup, hadIdentity } = set;
  if (!hadIdentity) {
    log.note(
      "warning",
      "CIF_OPERATORS_NOT_A_GROUP",
      "the list of operators lacks the identity; it is added",
      at,
    );
  }
  const repeated = count - operations.length + (hadIdentity ? 0 : 1);
  if (repeated > 0) {
    log.note(
      "info",
      "CIF_OPERATORS_NOT_A_GROUP",
      `${repeated} operators repeat others; each is applied once`,
      at,
    );
  }
  if (!isGroup) {
    log.note(
      "warning",
      "CIF_OPERATORS_NOT_A_GROUP",
      `the ${operations.length} operators are no group: products of them are missing; those listed are applied`,
      at,
    );
  }
}

class OperatorList {
  readonly #block: CifBlock;
  readonly #tag: string;
  readonly #parse: (text: string) => SymmetryOperation;
  readonly #loop: CifLoop | undefined;

  constructor(
    block: CifBlock,
    tag: string,
    parse: (text: string) => SymmetryOperation,
    loop: CifLoop | undefined,
  ) {
    this.#block = block;
    this.#tag = tag;
    this.#parse = parse;
    this.#loop = loop;
  }

  get at(): CifPlace {
    return this.#block.value(this.#tag) ?? this.#block;
  }

  get isEmpty(): boolean {
    const loop = this.#loop;
    if (loop === undefined) return !isPresent(this.#block.value(this.#tag));
    const column = loop.columnOf(this.#tag);
    for (let row = 0; row < loop.rowCount; row += 1) if (loop.isPresent(row, column)) return false;
    return true;
  }

  texts(): readonly string[] {
    const loop = this.#loop;
    if (loop === undefined) return [this.#block.value(this.#tag)?.text ?? ""];
    const column = loop.columnOf(this.#tag);
    if (loop.rowCount > maxOperations) {
      throw this.#error(this.at, `more than ${maxOperations} operators are listed`, undefined);
    }
    const texts: string[] = [];
    for (let row = 0; row < loop.rowCount; row += 1) texts.push(loop.text(row, column));
    return texts;
  }

  read(texts: readonly string[], centrings: readonly string[], log: DiagnosticLog): OperationSet {
    const loop = this.#loop;
    let operations: readonly SymmetryOperation[];
    let isPlain = true;
    try {
      if (loop?.isComplete === false) {
        throw this.#error(loop.values.at(-1), "the list of operators is incomplete", undefined);
      }
      operations = texts.map((text, row) =>
        this.#parseAt(text, () => loop?.value(row, loop.columnOf(this.#tag)) ?? this.at),
      );
    } catch (error) {
      const repaired = loop === undefined ? undefined : this.#joinUnquoted(loop);
      if (repaired === undefined) throw error;
      log.note(
        "warning",
        "CIF_OPERATOR_UNQUOTED",
        "the operators hold spaces but no quotes; each line is read as one operator",
        this.at,
      );
      operations = repaired;
      isPlain = false;
    }
    const shifts = centrings.map((text) => this.#parseAt(text, () => this.at).translation);
    if (shifts.length * operations.length > maxOperations) {
      throw this.#error(this.at, `more than ${maxOperations} operators are listed`, undefined);
    }
    if (shifts.length > 0) {
      operations = shifts.flatMap(([u, v, w]) =>
        operations.map(({ rotation, translation: [x, y, z] }) => ({
          rotation,
          translation: [x + u, y + v, z + w] as const,
        })),
      );
    }
    const set = createOperationSet(operations);
    const key = keyOf(this.#tag, texts, centrings);
    // A repair is told each time, so its result is not kept.
    if (isPlain && known.size < mostKnown && key.length < longestKnown) known.set(key, set);
    return set;
  }

  #parseAt(text: string, place: () => CifPlace): SymmetryOperation {
    let operation: SymmetryOperation;
    try {
      operation = this.#parse(text);
    } catch (cause) {
      throw this.#error(place(), `"${text.slice(0, 60)}" is no symmetry operator`, cause);
    }
    if (Math.abs(Math.abs(determinant(operation.rotation)) - 1) > 1e-6) {
      throw this.#error(
        place(),
        `"${text.slice(0, 60)}" does not keep volumes, so it is no symmetry operator`,
        undefined,
      );
    }
    return operation;
  }

  /** Reads `x, y, z` written without quotes: as many values a line as the operator has pieces. */
  #joinUnquoted(loop: CifLoop): SymmetryOperation[] | undefined {
    const column = loop.columnOf(this.#tag);
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
        operations.push(this.#parseAt(pieces.map(({ text }) => text).join(" "), () => first));
      } catch {
        // Not this kind of fault: the caller reports the first one instead.
        return undefined;
      }
    }
    return operations;
  }

  #error(at: CifPlace | undefined, message: string, cause: unknown): CifError {
    return new CifError("CIF_INVALID_OPERATOR", message, {
      line: at?.line ?? this.#block.line,
      column: at?.column ?? this.#block.column,
      block: this.#block.name,
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

function determinant([p, q, r]: Matrix3): number {
  return (
    p[0] * (q[1] * r[2] - q[2] * r[1]) -
    p[1] * (q[0] * r[2] - q[2] * r[0]) +
    p[2] * (q[0] * r[1] - q[1] * r[0])
  );
}
