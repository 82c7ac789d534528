import { CrystalError } from "../crystalError.ts";
import { elementBySymbol } from "../element/elementBySymbol.ts";
import type { Composition } from "./composition.ts";

const closingBracket: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const number = /\d+(?:\.\d*)?|\.\d+/y;
const symbol = /[A-Z][a-z]?/y;
const hydrateDots = "·•∙⋅*";

/** An open bracket (or, at the bottom, the whole formula) and what it holds so far. */
interface Group {
  /** The bracket that ends it; empty for a part of the formula between dots. */
  readonly closedBy: string;
  /** Where it began. */
  readonly start: number;
  /** Number in front of it, as the 5 in `"CuSO4·5H2O"`. */
  readonly factor: number;
  /** Amounts so far. */
  readonly amounts: Map<string, number>;
}

/**
 * The composition that a chemical formula states.
 *
 * @param text - element symbols and amounts, as `"SiO2"`, `"Ca(OH)2"`, `"CuSO4·5H2O"` or
 *   `"Na0.5 K0.5 Cl"`; brackets `()`, `[]` and braces may nest, white space is ignored
 * @returns amounts by element symbol, as written (not reduced), in order of first appearance
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_FORMULA` or `CRYSTAL_UNKNOWN_ELEMENT`, both
 *   with the column in the data, counted from 1
 *
 * @remarks
 * Charges (`"Fe3+"`) and isotopes other than `"D"` and `"T"` are refused, as is an amount of zero.
 * Dots between parts may be written `·`, `•`, `∙`, `⋅` or `*`; a full stop is a decimal point.
 *
 * @example
 * ```ts
 * parseFormula("Ca(OH)2"); // { Ca: 1, O: 2, H: 2 }
 * ```
 */
export function parseFormula(text: string): Composition {
  const fail = (index: number, reason: string): CrystalError =>
    new CrystalError(
      "CRYSTAL_INVALID_FORMULA",
      `"${text}" is no formula: ${reason} at column ${index + 1}.`,
      { formula: text, column: index + 1 },
    );
  let index = 0;
  const skipSpace = (): void => {
    while (/\s/.test(text.charAt(index))) index++;
  };
  const take = (pattern: RegExp): string | undefined => {
    skipSpace();
    pattern.lastIndex = index;
    const match = pattern.exec(text)?.[0];
    index += match?.length ?? 0;
    return match;
  };
  const takeAmount = (): number => {
    const start = index;
    const digits = take(number);
    if (digits === undefined) return 1;
    const amount = Number(digits);
    if (!(amount > 0 && amount < Infinity)) throw fail(start, "an amount that is not positive");
    return amount;
  };
  const open = (closedBy: string, start: number, factor: number): Group => ({
    closedBy,
    start,
    factor,
    amounts: new Map(),
  });
  const total = new Map<string, number>();
  const close = (group: Group, factor: number, target: Map<string, number>): void => {
    if (group.amounts.size === 0) throw fail(group.start, "nothing between brackets or dots");
    for (const [element, amount] of group.amounts) {
      target.set(element, (target.get(element) ?? 0) + amount * factor);
    }
  };

  let part = open("", 0, takeAmount());
  let stack: Group[] = [];
  for (;;) {
    skipSpace();
    if (index >= text.length) break;
    const start = index;
    const character = text.charAt(index);
    const group = stack.at(-1) ?? part;
    const closing = closingBracket[character];
    if (closing !== undefined) {
      index++;
      stack.push(open(closing, start, 1));
    } else if (character === group.closedBy) {
      index++;
      stack = stack.slice(0, -1);
      close(group, takeAmount(), (stack.at(-1) ?? part).amounts);
    } else if (hydrateDots.includes(character) && stack.length === 0) {
      index++;
      close(part, part.factor, total);
      part = open("", start, takeAmount());
    } else {
      const element = take(symbol);
      if (element === undefined) throw fail(start, `an unexpected "${character}"`);
      try {
        elementBySymbol(element);
      } catch (cause) {
        throw new CrystalError(
          "CRYSTAL_UNKNOWN_ELEMENT",
          `"${text}" names an unknown element "${element}" at column ${start + 1}.`,
          { formula: text, element, column: start + 1 },
          { cause },
        );
      }
      group.amounts.set(element, (group.amounts.get(element) ?? 0) + takeAmount());
    }
  }
  const unclosed = stack.at(-1);
  if (unclosed !== undefined) throw fail(unclosed.start, "a bracket that is not closed");
  close(part, part.factor, total);
  return Object.fromEntries(total);
}
