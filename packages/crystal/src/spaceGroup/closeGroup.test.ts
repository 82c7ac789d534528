import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { CrystalError } from "../crystalError.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { applyOperation } from "./applyOperation.ts";
import { closeGroup } from "./closeGroup.ts";
import { composeOperations } from "./composeOperations.ts";
import { formatOperation } from "./formatOperation.ts";
import { invertOperation } from "./invertOperation.ts";
import { parseHallSymbol } from "./parseHallSymbol.ts";
import { readTriplet } from "./readTriplet.ts";
import { settingOperations } from "./settingOperations.ts";
import { spaceGroupSettings } from "./spaceGroupSettings.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

const anySetting = fc.constantFrom(...spaceGroupSettings);
const anyPosition = fc.tuple(
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.double({ min: -2, max: 2, noNaN: true }),
);
const sorted = (operations: readonly SymmetryOperation[]): string[] =>
  operations.map(formatOperation).sort();

/** An operation and a place in its setting's list. */
const anyOperation = fc
  .tuple(anySetting, fc.nat())
  .map(([setting, place]) => {
    const operations = settingOperations(setting);
    return operations[place % operations.length];
  })
  .filter((operation) => operation !== undefined);

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    return error instanceof CrystalError ? error.code : String(error);
  }
  return undefined;
}

describe("closeGroup", () => {
  it("leaves each of the 530 groups as it is, order included", () => {
    for (const setting of spaceGroupSettings) {
      const operations = settingOperations(setting);
      expect(closeGroup(operations).map(formatOperation)).toEqual(operations.map(formatOperation));
    }
  });

  it("generates a group from a part that spans it, in any order", () => {
    fc.assert(
      fc.property(anySetting, fc.infiniteStream(fc.nat()), (setting, stream) => {
        const all = settingOperations(setting);
        const order = new Map(all.map((operation) => [operation, stream.next().value as number]));
        const shuffled = [...all].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
        // More than half of a group generates it.
        const part = shuffled.slice(0, Math.floor(all.length / 2) + 1);
        expect(sorted(closeGroup(part))).toEqual(sorted(all));
      }),
      { numRuns: 100 },
    );
  });

  it("leaves each group as large as it is at any origin", () => {
    fc.assert(
      fc.property(anySetting, anyPosition, (setting, shift) => {
        const operations = settingOperations(setting).map(({ rotation, translation }) => {
          const image = applyOperation({ rotation, translation: [0, 0, 0] }, shift);
          const [x, y, z] = translation;
          const moved: Vector3 = [
            x + shift[0] - image[0],
            y + shift[1] - image[1],
            z + shift[2] - image[2],
          ];
          return { rotation, translation: moved };
        });
        expect(closeGroup(operations)).toHaveLength(operations.length);
      }),
    );
  });

  it("works at any origin and with rounded thirds", () => {
    const shift: Vector3 = [0.1234, 0.2345, 0.4567];
    const moved = parseHallSymbol("P 31 2").map(({ rotation, translation }) => {
      const image = applyOperation({ rotation, translation: [0, 0, 0] }, shift);
      const [x, y, z] = translation.map(
        (value, axis) => Number(value.toFixed(4)) + (shift[axis] ?? 0) - (image[axis] ?? 0),
      ) as [number, number, number];
      return { rotation, translation: [x, y, z] as Vector3 };
    });
    expect(closeGroup(moved.slice(1, 4))).toHaveLength(6);
  });

  it("refuses what generates no finite group, and what is no operation of a lattice", () => {
    const shear = parseHallSymbol("P 1").map((operation) => ({
      ...operation,
      rotation: [
        [1, 1, 0],
        [0, 1, 0],
        [0, 0, 1],
      ] as const,
    }));
    expect(codeOf(() => closeGroup(shear))).toBe("CRYSTAL_GROUP_NOT_CLOSED");
    const half = parseHallSymbol("P 1").map((operation) => ({
      ...operation,
      rotation: [
        [0.5, 0, 0],
        [0, 2, 0],
        [0, 0, 1],
      ] as const,
    }));
    expect(codeOf(() => closeGroup(half))).toBe("CRYSTAL_INVALID_OPERATION");
    expect(codeOf(() => closeGroup(parseHallSymbol("-F 4 2 3"), { maxOperations: 100 }))).toBe(
      "CRYSTAL_GROUP_NOT_CLOSED",
    );
  });
});

describe("symmetry operations", () => {
  it("compose as they act", () => {
    fc.assert(
      fc.property(anyOperation, anyOperation, anyPosition, (left, right, position) => {
        const direct = applyOperation(composeOperations(left, right), position);
        const stepwise = applyOperation(left, applyOperation(right, position));
        direct.forEach((value, axis) => {
          expect(value).toBeCloseTo(stepwise[axis] ?? NaN, 10);
        });
      }),
    );
  });

  it("times their inverse are the identity", () => {
    fc.assert(
      fc.property(anyOperation, (operation) => {
        const inverse = invertOperation(operation);
        expect(formatOperation(composeOperations(operation, inverse))).toBe("x,y,z");
        expect(formatOperation(composeOperations(inverse, operation))).toBe("x,y,z");
      }),
    );
  });

  it("have their inverse in the group", () => {
    fc.assert(
      fc.property(anySetting, (setting) => {
        const operations = settingOperations(setting);
        expect(closeGroup([...operations, ...operations.map(invertOperation)])).toHaveLength(
          operations.length,
        );
      }),
      { numRuns: 50 },
    );
  });

  it("are read back from their text", () => {
    fc.assert(
      fc.property(anyOperation, fc.integer({ min: -200, max: 200 }), (operation, units) => {
        const [x, y, z] = operation.translation;
        const moved = { ...operation, translation: [x + units / 144, y, z] as Vector3 };
        const read = readTriplet(formatOperation(moved));
        expect(read?.linear).toEqual(moved.rotation.flat().map((value) => 12 * value));
        expect(read?.shift).toEqual(moved.translation.map((value) => Math.round(144 * value)));
      }),
    );
  });
});

describe("formatOperation", () => {
  it("writes fractions, other numbers as decimals, and what is no rotation", () => {
    expect(
      formatOperation({
        rotation: [
          [0, 0, 0],
          [-2, 0.5, 0],
          [1, -1, 0],
        ],
        translation: [-0.75, 0.1234567, 0],
      }),
    ).toBe("-3/4,-2*x+1/2*y+0.1234567,x-y");
    expect(
      formatOperation({
        rotation: [
          [0, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
        translation: [0, -1, 1e-9],
      }),
    ).toBe("0,y-1,z");
  });
});
