import { describe, expect, it } from "@jest/globals";
import {
  findSpaceGroupSettings,
  identifySetting,
  parseHallSymbol,
  settingOperations,
  spaceGroupSettings,
} from "@ftcp/crystal";
import {
  namesFile,
  operationLines,
  operationsDigest,
  operationsFile,
} from "./spaceGroupFixtures.ts";

describe("the 530 settings", () => {
  it("have the operations of spglib and gemmi", () => {
    expect(operationsFile.settings).toHaveLength(530);
    expect(spaceGroupSettings).toHaveLength(530);
    const ours = spaceGroupSettings.map((setting) => ({
      hallNumber: setting.hallNumber,
      count: settingOperations(setting).length,
      sha256: operationsDigest(settingOperations(setting)),
    }));
    const theirs = operationsFile.settings.map(({ hallNumber, count, sha256 }) => ({
      hallNumber,
      count,
      sha256,
    }));
    expect(ours).toEqual(theirs);
  });

  it.each(
    operationsFile.full.map(({ hallNumber, operations }) => [hallNumber, operations] as const),
  )("have the operations of spglib, shown in full for Hall number %d", (hallNumber, operations) => {
    const setting = spaceGroupSettings[hallNumber - 1];
    expect(operationLines(setting === undefined ? [] : settingOperations(setting))).toEqual(
      operations,
    );
  });

  it("have the number, symbol, crystal class and system, centring and standard of spglib and gemmi", () => {
    const ours = spaceGroupSettings.map((setting) => ({
      hallNumber: setting.hallNumber,
      number: setting.number,
      symbol: setting.hermannMauguinFormer,
      pointGroup: setting.pointGroup,
      crystalSystem: setting.crystalSystem,
      centring: setting.centring,
      isReference: setting.isStandard,
    }));
    const theirs = operationsFile.settings.map(({ count, sha256, ...rest }) => {
      expect(count).toBeGreaterThan(0);
      expect(sha256).toHaveLength(64);
      return rest;
    });
    expect(ours).toEqual(theirs);
  });

  it("are identified from their operations in any order, but for three that repeat others", () => {
    const twins: (readonly [number | undefined, number | undefined])[] = [];
    for (const setting of spaceGroupSettings) {
      const found = identifySetting([...settingOperations(setting)].reverse());
      if (found !== setting) twins.push([setting.hallNumber, found?.hallNumber]);
    }
    // C c c a and C c c b with origin choice 1 have the same Hall symbol, and so in the other axes.
    expect(twins).toEqual([
      [324, 322],
      [328, 326],
      [332, 330],
    ]);
  });
});

describe("other Hall symbols", () => {
  it.each(operationsFile.others.map(({ hall, ...fixture }) => [hall, fixture] as const))(
    "%s has the operations of gemmi",
    (hall, { count, sha256 }) => {
      const operations = parseHallSymbol(hall);
      expect(operations).toHaveLength(count);
      expect(operationsDigest(operations)).toBe(sha256);
    },
  );
});

describe("Hermann-Mauguin symbols", () => {
  it("mean first what gemmi takes them for, in 1,700 spellings", () => {
    expect(namesFile.names.length).toBeGreaterThan(1700);
    const wrong = namesFile.names
      .filter(([, hall]) => hall !== null)
      .map(([name, hall]) => ({
        name,
        hall,
        ours: findSpaceGroupSettings({ hermannMauguin: name })[0]?.hall,
      }))
      .filter(({ hall, ours }) => ours !== hall);
    expect(wrong).toEqual([]);
  });
});
