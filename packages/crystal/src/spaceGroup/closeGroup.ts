import { CrystalError } from "../crystalError.ts";
import { wrapFractional } from "../geometry/wrapFractional.ts";
import { checkOperation } from "./checkOperation.ts";
import { composeOperations } from "./composeOperations.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

/** Limits of {@link closeGroup}. */
export interface CloseGroupOptions {
  /** How far translations may differ and still be the same, in fractions of a cell; 0.005 when absent. */
  readonly tolerance?: number;
  /** How many operations the group may have; 1536 when absent, 192 in eight cells. */
  readonly maxOperations?: number;
}

/** Translations nearer than this to multiples of 1/24 are those multiples; files round 1/3. */
const roundingTolerance = 2e-3;

/**
 * The group that operations generate, modulo lattice translations.
 *
 * @param operations - generators, or a list that may be complete already
 * @param options - see {@link CloseGroupOptions}
 * @returns the identity, the given operations in their order, then what was missing; each once,
 *   translations in `[0, 1)`
 * @throws {@link CrystalError} with code `CRYSTAL_GROUP_NOT_CLOSED` when there are more than
 *   `maxOperations`, or `CRYSTAL_INVALID_OPERATION` when a rotation part is not whole numbers with
 *   determinant 1 or -1
 *
 * @remarks
 * When all translations are within 0.002 of a multiple of 1/24 they are made exact first; otherwise,
 * as for a group at another origin, they are kept.
 *
 * @example
 * ```ts
 * const generators = parseHallSymbol("-P 2ybc").slice(1, 3);
 * closeGroup(generators).length; // 4
 * ```
 */
export function closeGroup(
  operations: readonly SymmetryOperation[],
  options: CloseGroupOptions = {},
): readonly SymmetryOperation[] {
  const { tolerance = 0.005, maxOperations = 1536 } = options;
  const found = new OperationSet(tolerance);
  const extend = (operation: SymmetryOperation): boolean => {
    if (found.find(operation) !== undefined) return false;
    if (found.operations.length >= maxOperations) {
      throw new CrystalError(
        "CRYSTAL_GROUP_NOT_CLOSED",
        `The operations generate no group of at most ${maxOperations} operations.`,
      );
    }
    found.add(operation);
    return true;
  };
  const given = [identity, ...snapOperations(operations)];
  const generators: SymmetryOperation[] = [];
  for (const operation of given) {
    if (!extend(operation)) continue;
    generators.push(operation);
    // The list grows while it is walked, until every product is in it.
    for (const element of found.operations) {
      for (const generator of generators) extend(reduce(composeOperations(generator, element)));
    }
  }
  // Given ones first, as found: a Set keeps the first of equal elements.
  const ordered = new Set<SymmetryOperation>();
  for (const operation of given) ordered.add(found.find(operation) ?? operation);
  for (const operation of found.operations) ordered.add(operation);
  return [...ordered];
}

const identity: SymmetryOperation = {
  rotation: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  translation: [0, 0, 0],
};

/** Operations that are looked up by rotation part and translation. */
class OperationSet {
  readonly operations: SymmetryOperation[] = [];
  readonly #tolerance: number;
  readonly #byRotation = new Map<string, SymmetryOperation[]>();

  constructor(tolerance: number) {
    this.#tolerance = tolerance;
  }

  find({ rotation, translation }: SymmetryOperation): SymmetryOperation | undefined {
    return this.#byRotation.get(rotation.flat().join())?.find((known) =>
      known.translation.every((shift, axis) => {
        const difference = shift - (translation[axis] ?? NaN);
        return Math.abs(difference - Math.round(difference)) <= this.#tolerance;
      }),
    );
  }

  add(operation: SymmetryOperation): void {
    this.operations.push(operation);
    const key = operation.rotation.flat().join();
    const known = this.#byRotation.get(key);
    if (known === undefined) this.#byRotation.set(key, [operation]);
    else known.push(operation);
  }
}

/** All translations made exact or none: to change some would break relations between them. */
function snapOperations(operations: readonly SymmetryOperation[]): readonly SymmetryOperation[] {
  operations.forEach(checkOperation);
  const isOnGrid = operations.every(({ translation }) =>
    translation.every((shift) => Math.abs(shift - roundShift(shift)) <= roundingTolerance),
  );
  if (!isOnGrid) return operations.map(reduce);
  return operations.map(({ rotation, translation: [x, y, z] }) =>
    reduce({ rotation, translation: [roundShift(x), roundShift(y), roundShift(z)] }),
  );
}

function roundShift(shift: number): number {
  return Math.round(shift * 24) / 24;
}

function reduce({ rotation, translation: [x, y, z] }: SymmetryOperation): SymmetryOperation {
  return { rotation, translation: [snapTiny(x), snapTiny(y), snapTiny(z)] };
}

/** In [0, 1), multiples of 1/24 free of rounding errors. */
function snapTiny(shift: number): number {
  const multiple = Math.round(shift * 24);
  const units = ((multiple % 24) + 24) % 24;
  return Math.abs(shift * 24 - multiple) < 1e-9 ? units / 24 : wrapFractional(shift);
}
