import type { Vector3 } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

/** Rounded thirds, sixths and so on are multiples of 1/24 to within this. */
const roundingTolerance = 2e-3;

/** The longest operator that a space group needs has some thirty characters. */
const maxOperatorLength = 200;

/**
 * Reads an operator in the notation of the International Tables, such as `-x+1/2, y, z-0.5`.
 *
 * @param text - three components joined by commas
 * @returns the operation; decimals that are rounded multiples of 1/24 are made exact
 * @throws {@link CifError} with code `CIF_INVALID_OPERATOR` and the column in `text`
 *
 * @remarks
 * Terms may come in any order, with any signs, upper or lower case, with spaces, with numbers as
 * integers, decimals or fractions, and with factors (`2x`, `1/2*y`, `x/2`). A fourth component `+1`
 * or `-1` (time reversal in a magnetic operator) is accepted and has no effect on positions.
 *
 * @example
 * ```ts
 * parseSymmetryOperation("0.5+X, -y, z+1/3").translation; // [0.5, 0, 1 / 3]
 * ```
 *
 * @see International Tables for Crystallography A (2016), section 2.1.3.11
 */
export function parseSymmetryOperation(text: string): SymmetryOperation {
  return new OperatorReader(text).read();
}

/** One component, `row · x + shift`. */
interface Component {
  readonly row: Vector3;
  readonly shift: number;
}

class OperatorReader {
  readonly #text: string;
  #position = 0;
  /** Most decimals of a number in the component that is read. */
  #decimals = 0;

  constructor(text: string) {
    this.#text = text;
    if (text.length > maxOperatorLength) throw this.#error("the operator is too long");
  }

  read(): SymmetryOperation {
    const x = this.#component();
    this.#comma();
    const y = this.#component();
    this.#comma();
    const z = this.#component();
    if (this.#peek() === ",") {
      this.#position += 1;
      const time = this.#component();
      if (time.row.some((factor) => factor !== 0) || Math.abs(time.shift) !== 1) {
        throw this.#error("the fourth component must be +1 or -1");
      }
    }
    if (this.#peek() !== "") throw this.#error("the operator goes on after its last component");
    return { rotation: [x.row, y.row, z.row], translation: [x.shift, y.shift, z.shift] };
  }

  #comma(): void {
    if (this.#peek() !== ",") throw this.#error("a comma is missing");
    this.#position += 1;
  }

  #component(): Component {
    const row: [number, number, number] = [0, 0, 0];
    let shift = 0;
    let terms = 0;
    this.#decimals = 0;
    for (;;) {
      let sign = 1;
      let next = this.#peek();
      if (next === "+" || next === "-") {
        if (next === "-") sign = -1;
        this.#position += 1;
        next = this.#peek();
      } else if (terms > 0) {
        break;
      }
      let factor = 1;
      let hasNumber = false;
      if (isDigit(next) || next === ".") {
        factor = this.#fraction();
        hasNumber = true;
        if (this.#peek() === "*") this.#position += 1;
        next = this.#peek();
      }
      const axis = next === "" ? -1 : "xyz".indexOf(next.toLowerCase());
      if (axis >= 0) {
        this.#position += 1;
        if (this.#peek() === "/") {
          this.#position += 1;
          this.#peek();
          factor /= this.#number();
        }
        row[axis] = (row[axis] ?? 0) + sign * factor;
      } else if (hasNumber) {
        shift += sign * factor;
      } else {
        throw this.#error("a number or one of x, y, z is missing");
      }
      terms += 1;
    }
    if (!(row.every(Number.isFinite) && Number.isFinite(shift))) {
      throw this.#error("a number is out of range");
    }
    // Without this, a component "-x" would carry the row [-1, 0, 0] with shift 0, but "0-x" -0.
    return { row: [row[0] + 0, row[1] + 0, row[2] + 0], shift: roundShift(shift, this.#decimals) };
  }

  #fraction(): number {
    const numerator = this.#number();
    if (this.#peek() !== "/") return numerator;
    this.#position += 1;
    this.#peek();
    return numerator / this.#number();
  }

  #number(): number {
    const start = this.#position;
    while (/^[\d.]$/u.test(this.#text.charAt(this.#position))) this.#position += 1;
    const written = this.#text.slice(start, this.#position);
    const value = /^(?:\d+\.?\d*|\.\d+)$/u.test(written) ? Number(written) : NaN;
    if (Number.isNaN(value)) throw this.#error("a number cannot be read");
    const point = written.indexOf(".");
    if (point >= 0) this.#decimals = Math.max(this.#decimals, written.length - point - 1);
    return value;
  }

  /** The next character that is no white space, empty at the end. */
  #peek(): string {
    while (/^[\s_]$/u.test(this.#text.charAt(this.#position))) this.#position += 1;
    return this.#text.charAt(this.#position);
  }

  #error(message: string): CifError {
    return new CifError(
      "CIF_INVALID_OPERATOR",
      `"${this.#text.slice(0, 60)}" is no symmetry operator: ${message}`,
      { column: this.#position + 1 },
    );
  }
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9" && character.length === 1;
}

/** A multiple of 1/24 if the last of the written decimals leaves room for it: 0.333, not 0.33300000. */
function roundShift(shift: number, decimals: number): number {
  const tolerance = Math.min(roundingTolerance, 10 ** -decimals);
  const multiple = Math.round(shift * 24);
  return Math.abs(shift * 24 - multiple) < 24 * tolerance ? multiple / 24 + 0 : shift;
}
