import type { Lattice, SpaceGroupSetting } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import { checkNames } from "./checkNames.ts";
import { createOperationSet } from "./createOperationSet.ts";
import { findSettings } from "./findSettings.ts";
import { isSameSet } from "./isSameSet.ts";
import { operationsFitLattice } from "./operationsFitLattice.ts";
import { readListedOperations } from "./readListedOperations.ts";
import { readSpaceGroupNames } from "./readSpaceGroupNames.ts";
import { setOfHallSymbol } from "./setOfHallSymbol.ts";
import { setOfSetting } from "./setOfSetting.ts";
import type { SpaceGroupName, SpaceGroupNames } from "./spaceGroupNames.ts";
import type { SymmetryCandidate, SymmetryReading } from "./symmetryReading.ts";

const onlyIdentity = createOperationSet([]);

/**
 * Reads the symmetry of a block: listed operators go before the Hall symbol, this before the
 * Hermann-Mauguin symbol, and this before the number.
 *
 * @param block - a data block
 * @param lattice - its cell, which decides between settings with different shapes
 * @param log - receives the remarks
 * @returns the possible readings
 * @throws {@link CifError} with code `CIF_INVALID_OPERATOR`, or `CIF_SYMMETRY_OPERATORS_MISSING` when
 * the block names a space group that is in no table and does not list its operators
 *
 * @remarks
 * A block that says nothing at all is taken as P 1, with a warning; one that says anything is never.
 *
 * @internal
 */
export function readSymmetry(
  block: CifBlock,
  lattice: Lattice,
  log: DiagnosticLog,
): SymmetryReading {
  const listed = readListedOperations(block, log);
  if (listed !== undefined) {
    const { set, at } = listed;
    if (log.isHeard) checkNames(set, readSpaceGroupNames(block), at, log);
    return { candidates: [{ set, source: "operators" }], question: "", at };
  }
  return new NameResolver(block, readSpaceGroupNames(block), lattice, log).resolve();
}

class NameResolver {
  readonly #block: CifBlock;
  readonly #names: SpaceGroupNames;
  readonly #lattice: Lattice;
  readonly #log: DiagnosticLog;

  constructor(block: CifBlock, names: SpaceGroupNames, lattice: Lattice, log: DiagnosticLog) {
    this.#block = block;
    this.#names = names;
    this.#lattice = lattice;
    this.#log = log;
  }

  resolve(): SymmetryReading {
    const { hall, hermannMauguin, number, untabulated } = this.#names;
    if (hall === undefined && hermannMauguin.length === 0 && number === undefined) {
      return untabulated === undefined ? this.#withoutName() : this.#fail(untabulated);
    }
    const fromHall = this.#fromHall();
    const fromSymbol = this.#fromSymbol();
    if (fromHall !== undefined) {
      if (
        fromSymbol === undefined ||
        fromSymbol.candidates.some(({ set }) => isSameSet(set, fromHall.candidates[0].set))
      ) {
        checkNames(
          fromHall.candidates[0].set,
          { hermannMauguin: [], ...this.#numberOnly() },
          fromHall.at,
          this.#log,
        );
        return fromHall;
      }
      // Two symbols that mean different groups: the sites tell which, and the Hall symbol if they do not.
      return {
        candidates: [...fromHall.candidates, ...fromSymbol.candidates],
        question: `the Hall symbol ${hall?.content ?? ""} and the symbol ${hermannMauguin[0]?.content ?? ""} mean different operators`,
        at: fromHall.at,
      };
    }
    const found = fromSymbol ?? this.#fromNumber();
    if (found !== undefined) return found;
    return this.#fail(hermannMauguin[0] ?? hall ?? number ?? untabulated);
  }

  #fromHall(): SymmetryReading | undefined {
    const { hall } = this.#names;
    if (hall === undefined) return undefined;
    const set = setOfHallSymbol(hall.content);
    if (set === undefined) {
      this.#noteUnknown("Hall symbol", hall);
      return undefined;
    }
    this.#noteSource(`Hall symbol ${hall.content.slice(0, 40)}`, set.operations.length, hall);
    return { candidates: [{ set, source: "hall" }], question: "", at: hall.value };
  }

  #fromSymbol(): SymmetryReading | undefined {
    const { hermannMauguin, number, choice } = this.#names;
    for (const name of hermannMauguin) {
      const title = `symbol ${name.content.slice(0, 40)}`;
      let settings = findSettings({ hermannMauguin: name.content.slice(0, 100) }, choice);
      if (settings.length === 0) {
        this.#noteUnknown("Hermann-Mauguin symbol", name);
        continue;
      }
      if (number !== undefined) {
        const agreeing = settings.filter((setting) => setting.number === number.content);
        if (agreeing.length > 0) settings = agreeing;
        else {
          const fromSymbol = this.#choose(settings, "hermannMauguin", title, name);
          return fromSymbol === undefined ? undefined : this.#withNumber(fromSymbol, title);
        }
      }
      return this.#choose(settings, "hermannMauguin", title, name);
    }
    return undefined;
  }

  #fromNumber(): SymmetryReading | undefined {
    const { number, choice } = this.#names;
    if (number === undefined) return undefined;
    const settings = findSettings({ number: number.content }, choice);
    if (settings.length === 0) return undefined;
    // The number stands for the standard setting; only the origin and the axes of a rhombohedral
    // lattice are left open, unless the cell has another shape.
    const usual = settings.filter(
      (setting) => setting.isStandard || /^[12HR]$/u.test(setting.choice),
    );
    const isPossible = usual.some((setting) => this.#fits(setting));
    return this.#choose(
      choice === undefined && isPossible ? usual : settings,
      "number",
      `number ${number.content}`,
      number,
    );
  }

  /** A number that contradicts the symbol: the sites tell which is right, and the symbol if they do not. */
  #withNumber(fromSymbol: SymmetryReading, title: string): SymmetryReading {
    const fromNumber = this.#fromNumber();
    if (fromNumber === undefined) return fromSymbol;
    return {
      candidates: [...fromSymbol.candidates, ...fromNumber.candidates],
      question: `the ${title} does not belong to the number ${this.#names.number?.content ?? ""}`,
      at: fromSymbol.at,
    };
  }

  /** Keeps the settings that the cell can have and that differ in their operators. */
  #choose(
    settings: readonly SpaceGroupSetting[],
    source: "hermannMauguin" | "number",
    title: string,
    name: SpaceGroupName<unknown>,
  ): SymmetryReading | undefined {
    const fitting = settings.filter((setting) => this.#fits(setting));
    const candidates: SymmetryCandidate[] = [];
    for (const setting of fitting.length > 0 ? fitting : settings) {
      const set = setOfSetting(setting);
      if (candidates.some((candidate) => isSameSet(candidate.set, set))) continue;
      candidates.push({ set, source, setting });
    }
    const [first, ...others] = candidates;
    if (first === undefined) return undefined;
    const isShapeOnly = settings.every(({ choice }) => /^[HR]$/u.test(choice));
    if (settings.length > 1 && fitting.length === 1 && isShapeOnly) {
      this.#log.note(
        "info",
        "CIF_SYMMETRY_AMBIGUOUS",
        `the ${title} leaves the axes open; the cell is ${first.setting?.choice === "R" ? "rhombohedral" : "hexagonal"}`,
        name.value,
      );
    }
    this.#noteSource(title, first.set.operations.length, name);
    return {
      candidates: [first, ...others],
      question: others.length === 0 ? "" : `the ${title} has several settings`,
      at: name.value,
    };
  }

  #fits(setting: SpaceGroupSetting): boolean {
    return operationsFitLattice(setOfSetting(setting), this.#lattice);
  }

  #withoutName(): SymmetryReading {
    const { system } = this.#names;
    if (system !== undefined && system.content !== "triclinic") this.#fail(system);
    this.#log.note(
      "warning",
      "CIF_SYMMETRY_ASSUMED_P1",
      "the block says nothing about symmetry; all atoms are taken to be listed (P 1)",
      this.#block,
    );
    return {
      candidates: [{ set: onlyIdentity, source: "assumed" }],
      question: "",
      at: this.#block,
    };
  }

  #numberOnly(): Pick<SpaceGroupNames, "number"> {
    const { number } = this.#names;
    return number === undefined ? {} : { number };
  }

  #noteSource(title: string, count: number, { value }: SpaceGroupName<unknown>): void {
    if (count === 1) return;
    this.#log.note(
      "info",
      "CIF_SYMMETRY_FROM_NAME",
      `no operators are listed; those of the ${title} are applied`,
      value,
    );
  }

  #noteUnknown(kind: string, { content, value }: SpaceGroupName<string>): void {
    this.#log.note(
      "warning",
      "CIF_SYMMETRY_NAME_UNKNOWN",
      `the ${kind} ${content.slice(0, 40)} is in no table`,
      value,
    );
  }

  #fail(name: SpaceGroupName<unknown> | undefined): never {
    const { line, column } = name?.value ?? this.#block;
    throw new CifError(
      "CIF_SYMMETRY_OPERATORS_MISSING",
      `the space group is given as ${String(name?.value.text).slice(0, 40)}, which is in no table, and its operators are not listed`,
      { line, column, block: this.#block.name },
    );
  }
}
