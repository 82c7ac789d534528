import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { findSpaceGroupSettings } from "./findSpaceGroupSettings.ts";
import { identifySetting } from "./identifySetting.ts";
import { parseHallSymbol } from "./parseHallSymbol.ts";
import { settingFitsLattice } from "./settingFitsLattice.ts";
import { spaceGroupSettings } from "./spaceGroupSettings.ts";

const hallsOf = (hermannMauguin: string): string[] =>
  findSpaceGroupSettings({ hermannMauguin }).map(({ hall }) => hall);

describe("findSpaceGroupSettings", () => {
  it.each([
    ["F d -3 m", ["F 4d 2 3 -1d", "-F 4vw 2vw 3"]],
    ["F d -3 m :1", ["F 4d 2 3 -1d"]],
    ["F d -3 m :2", ["-F 4vw 2vw 3"]],
    ["F d -3 m S", ["F 4d 2 3 -1d"]],
    ["F d -3 m Z", ["-F 4vw 2vw 3"]],
    ["Fd3m:2", ["-F 4vw 2vw 3"]],
    ["F 41/d -3 2/m (origin choice 2)", ["-F 4vw 2vw 3"]],
    ["F d -3 m {origin @ centre (-3m)}", ["-F 4vw 2vw 3"]],
    ["Fd3\u0304m, origin 2", ["-F 4vw 2vw 3"]],
    ["F d \\bar{3} m :2", ["-F 4vw 2vw 3"]],
    ["F d \u22123 m :2", ["-F 4vw 2vw 3"]],
    ["P2(1)/n", ["-P 2yn", "-P 2n", "-P 2xn"]],
    ["P2\u2081/n", ["-P 2yn", "-P 2n", "-P 2xn"]],
    ["P2~1~/n", ["-P 2yn", "-P 2n", "-P 2xn"]],
    ["P 1 21/n 1", ["-P 2yn"]],
    ["P 21/c :b1", ["-P 2ybc"]],
    ["I 2/a :3", ["-I 2ya", "-I 2a"]],
    ["P6(3)/mmc", ["-P 6c 2c"]],
    ["P 6_3/m 2/m 2/c", ["-P 6c 2c"]],
    ["R -3 m", ['-R 3 2"', "-P 3* 2"]],
    ["R -3 m :R", ["-P 3* 2"]],
    ["R-3mH", ['-R 3 2"']],
    ["R 3 2 r", ["P 3* 2"]],
    ["R -3 m 1", ['-R 3 2"', "-P 3* 2"]],
    ["H -3 m", ['-R 3 2"']],
    ["C m c e", ["-C 2ac 2"]],
    ["C 2/m 2/c 21/a", ["-C 2ac 2"]],
    ["C m m e", ["-C 2a 2", "-C 2a 2a"]],
    ["C m m a", ["-C 2a 2"]],
    ["C c c a :2", ["-C 2a 2ac"]],
    ["P n m a :1", ["-P 2ac 2n"]],
    ["C -1", ["-C 1"]],
    ["F 4/m m m", ["-F 4 2"]],
    ["P 21 21 2 (a)", ["P 2ab 2a"]],
    ["F d -3 m :3", []],
    ["F d -3 m :H", []],
    ["P 1 21/q 1", []],
    // P 3 2 1 and P 3 1 2 would be written in full.
    ["P 3 2", ["P 32"]],
    ["", []],
    ["::", []],
    ["x".repeat(1000), []],
  ])("takes %j for %j", (symbol, halls) => {
    expect(hallsOf(symbol)).toEqual(halls);
  });

  it("takes the choice beside the symbol before the one in it", () => {
    const found = findSpaceGroupSettings({ hermannMauguin: "F d -3 m :1", choice: "2" });
    expect(found.map(({ choice }) => choice)).toEqual(["2"]);
  });

  it("lists the settings of a number in the order of the International Tables", () => {
    const choices = (number: number): string[] =>
      findSpaceGroupSettings({ number }).map(({ choice }) => choice);
    expect(choices(227)).toEqual(["1", "2"]);
    expect(choices(166)).toEqual(["H", "R"]);
    expect(choices(62)).toEqual(["", "ba-c", "cab", "-cba", "bca", "a-cb"]);
    expect(choices(0)).toEqual([]);
    expect(choices(2.5)).toEqual([]);
  });

  it("finds a Hall symbol in any spelling, also one that the table writes in another way", () => {
    const numbers = (hall: string): (number | undefined)[] =>
      findSpaceGroupSettings({ hall }).map(({ hallNumber }) => hallNumber);
    expect(numbers("-F 4vw 2vw 3")).toEqual([526]);
    expect(numbers("-f_4VW_2vw_3")).toEqual([526]);
    expect(numbers("R 3 2''")).toEqual([444]);
    expect(numbers("-P 2yn (x,y,z)")).toEqual([82]);
    expect(numbers("-P 2ybc (z,y,-x-z)")).toEqual([82]);
    expect(numbers("-P 2ybc (x+1/8,y,z)")).toEqual([]);
    expect(numbers("-C 1")).toEqual([undefined]);
    expect(numbers("nonsense")).toEqual([]);
  });

  it("finds nothing for statements that contradict each other", () => {
    expect(findSpaceGroupSettings({ hermannMauguin: "P 21/c", number: 15 })).toEqual([]);
    expect(findSpaceGroupSettings({ hall: "-P 2ybc", hermannMauguin: "P 21/n" })).toEqual([]);
    const agreeing = { hall: "-P 2ybc", hermannMauguin: "P 21/c", number: 14 };
    expect(findSpaceGroupSettings(agreeing).map(({ hallNumber }) => hallNumber)).toEqual([81]);
    expect(() => findSpaceGroupSettings({})).toThrow(TypeError);
  });

  it("puts settings that the cell cannot have last", () => {
    const cell = { a: 5.2, b: 5.2, c: 5.2, alpha: 55, beta: 55, gamma: 55 };
    const query = { hermannMauguin: "R -3 m", lattice: cell };
    expect(findSpaceGroupSettings(query).map(({ choice }) => choice)).toEqual(["R", "H"]);
    const third = { a: 5, b: 6, c: 7, alpha: 90, beta: 90, gamma: 101 };
    expect(
      findSpaceGroupSettings({ hermannMauguin: "P 21/n", lattice: third })[0]?.hermannMauguin,
    ).toBe("P 1 1 21/n");
    const origins = {
      hermannMauguin: "F d -3 m",
      lattice: { ...cell, alpha: 90, beta: 90, gamma: 90 },
    };
    expect(findSpaceGroupSettings(origins).map(({ choice }) => choice)).toEqual(["1", "2"]);
  });

  it("finds every setting by each of its own symbols", () => {
    for (const setting of spaceGroupSettings) {
      const suffix = setting.choice === "" ? "" : `:${setting.choice}`;
      for (const symbol of [
        setting.hermannMauguin,
        setting.hermannMauguinFull,
        setting.hermannMauguinShort,
        setting.hermannMauguinFormer,
      ]) {
        expect(findSpaceGroupSettings({ hermannMauguin: `${symbol} ${suffix}` })).toContain(
          setting,
        );
      }
      expect(findSpaceGroupSettings({ hall: setting.hall })).toContain(setting);
    }
  });

  it("answers any text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (hermannMauguin) => {
        expect(Array.isArray(findSpaceGroupSettings({ hermannMauguin }))).toBe(true);
        expect(Array.isArray(findSpaceGroupSettings({ hall: hermannMauguin }))).toBe(true);
      }),
    );
  });
});

describe("spaceGroupSettings", () => {
  it("has short, full, current and former symbols", () => {
    const symbolsOf = (hallNumber: number): (string | undefined)[] => {
      const setting = spaceGroupSettings[hallNumber - 1];
      return [
        setting?.hermannMauguin,
        setting?.hermannMauguinFull,
        setting?.hermannMauguinShort,
        setting?.hermannMauguinFormer,
      ];
    };
    expect(symbolsOf(81)).toEqual(["P 1 21/c 1", "P 1 21/c 1", "P21/c", "P 1 21/c 1"]);
    expect(symbolsOf(292)).toEqual(["P n m a", "P 21/n 21/m 21/a", "Pnma", "P n m a"]);
    expect(symbolsOf(304)).toEqual(["C m c e", "C 2/m 2/c 21/e", "Cmce", "C m c a"]);
    expect(symbolsOf(438)).toEqual(["P 3 1 2", "P 3 1 2", "P312", "P 3 1 2"]);
    expect(symbolsOf(488)).toEqual(["P 63/m m c", "P 63/m 2/m 2/c", "P63/mmc", "P 63/m m c"]);
    expect(symbolsOf(523)).toEqual(["F m -3 m", "F 4/m -3 2/m", "Fm-3m", "F m -3 m"]);
  });

  it("has one standard setting for each type", () => {
    expect(spaceGroupSettings.filter(({ isStandard }) => isStandard)).toHaveLength(230);
  });
});

describe("identifySetting", () => {
  it("knows rounded translations, and nothing of groups at other origins or incomplete ones", () => {
    const rounded = parseHallSymbol('P 31 2"').map(({ rotation, translation: [x, y, z] }) => ({
      rotation,
      translation: [x - 1, y + 2, Number(z.toFixed(3))] as const,
    }));
    expect(identifySetting(rounded)?.hall).toBe('P 31 2"');
    expect(identifySetting(rounded.slice(1))).toBeUndefined();
    expect(identifySetting([])).toBeUndefined();
    expect(identifySetting(parseHallSymbol("-P 2yn (x+1/8,y,z)"))).toBeUndefined();
    expect(
      identifySetting(
        rounded.map(({ rotation }) => ({ rotation, translation: [0.13, NaN, Infinity] as const })),
      ),
    ).toBeUndefined();
  });
});

describe("settingFitsLattice", () => {
  const fits = (symbol: string, cell: readonly number[]): boolean | undefined => {
    const [setting] = findSpaceGroupSettings({ hermannMauguin: symbol });
    const [a = NaN, b = NaN, c = NaN, alpha = NaN, beta = NaN, gamma = NaN] = cell;
    return setting && settingFitsLattice(setting, { a, b, c, alpha, beta, gamma });
  };

  it.each([
    ["P -1", [3, 4, 5, 80, 85, 95], true],
    ["P 1 2 1", [3, 4, 5, 90, 101, 90], true],
    ["P 1 2 1", [3, 4, 5, 90, 90, 101], false],
    ["P 1 1 2", [3, 4, 5, 90, 90, 101], true],
    ["P m m m", [3, 4, 5, 90, 90.2, 90], true],
    ["P m m m", [3, 4, 5, 90, 91, 90], false],
    ["P 4/m m m", [3, 3.01, 5, 90, 90, 90], true],
    ["P 4/m m m", [3, 3.3, 5, 90, 90, 90], false],
    ["R -3 m :H", [4, 4, 20, 90, 90, 120], true],
    ["R -3 m :R", [4, 4, 20, 90, 90, 120], false],
    ["R -3 m :R", [4, 4, 4, 50, 50, 50], true],
    ["F m -3 m", [4, 4, 4, 90, 90, 90], true],
    ["F m -3 m", [NaN, 4, 4, 90, 90, 90], false],
  ])("%s and %j: %j", (symbol, cell, expected) => {
    expect(fits(symbol, cell)).toBe(expected);
  });
});
