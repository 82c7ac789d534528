import { CrystalError } from "../crystalError.ts";
import { changeBasis } from "./changeBasis.ts";
import type { BasisChange, ExactGroup } from "./changeBasis.ts";
import { closeLattice } from "./closeLattice.ts";
import { translationUnit } from "./exactOperation.ts";
import type { ExactOperation } from "./exactOperation.ts";
import { hallCentrings } from "./hallCentrings.ts";
import { hallRotations } from "./hallRotations.ts";
import { identityExact } from "./identityExact.ts";
import { multiplyExact } from "./multiplyExact.ts";
import { readTriplet } from "./readTriplet.ts";
import { wrapUnits } from "./wrapUnits.ts";

/** The longest symbol with a change of basis in full has some fifty characters. */
const maxSymbolLength = 200;

/** A symbol has at most four rotations. */
const maxRotations = 4;

/** The point groups have at most 48 operations. */
const maxPointOperations = 48;

/** Translation letters, in units of 1/144. */
const letters: ReadonlyMap<string, readonly number[]> = new Map([
  ["a", [72, 0, 0]],
  ["b", [0, 72, 0]],
  ["c", [0, 0, 72]],
  ["n", [72, 72, 72]],
  ["u", [36, 0, 0]],
  ["v", [0, 36, 0]],
  ["w", [0, 0, 36]],
  ["d", [36, 36, 36]],
]);

const inversion: ExactOperation = [-1, 0, 0, 0, -1, 0, 0, 0, -1, 0, 0, 0];

/** Reads one Hall symbol from left to right. */
export class HallReader {
  readonly #symbol: string;
  /** The symbol with one spelling of everything; positions are those of the symbol. */
  readonly #text: string;
  #position = 0;
  #translations: readonly (readonly number[])[] = [[0, 0, 0]];
  /** One operation for each rotation part, by that part. */
  readonly #group = new Map<string, ExactOperation>([[rotationKey(identityExact), identityExact]]);
  readonly #generators: ExactOperation[] = [];

  constructor(symbol: string) {
    this.#symbol = symbol;
    if (symbol.length > maxSymbolLength) throw this.#error("it is too long", maxSymbolLength);
    // Length and positions stay, so that columns are right.
    this.#text = symbol.toLowerCase().replaceAll("_", " ").replaceAll("=", '"');
  }

  read(): ExactGroup {
    this.#skipSpace();
    const isCentric = this.#take("-");
    this.#skipSpace();
    const letter = this.#next().toUpperCase();
    const centring = hallCentrings.get(letter);
    if (centring === undefined) throw this.#error("a lattice letter is missing");
    this.#translations = closeLattice(centring, 4) ?? [];
    const start = this.#position;
    this.#position += 1;
    if (isCentric) this.#extend(inversion, start);

    let change: BasisChange | undefined;
    let changeStart = 0;
    let count = 0;
    let previousFold = 0;
    let previousAxis = "z";
    for (;;) {
      this.#skipSpace();
      if (this.#next() === "") break;
      changeStart = this.#position;
      if (this.#next() === "(") {
        change = this.#readChange();
        this.#skipSpace();
        if (this.#next() !== "") throw this.#error("it goes on after its last part");
        break;
      }
      if (count >= maxRotations) throw this.#error("there are more than four rotations");
      count += 1;
      [previousFold, previousAxis] = this.#readRotation(count, previousFold, previousAxis);
    }
    if (count === 0) throw this.#error("a rotation is missing");
    const group = { operations: [...this.#group.values()], translations: this.#translations };
    if (change === undefined) return group;
    const changed = changeBasis(group, change);
    if (changed === undefined) {
      throw this.#error("the change of basis does not lead to a lattice", changeStart);
    }
    return changed;
  }

  /** Reads one rotation and adds it; the fold and the axis matter to the next one. */
  #readRotation(count: number, previousFold: number, previousAxis: string): [number, string] {
    const start = this.#position;
    const isImproper = this.#take("-");
    const fold = Number(this.#next());
    if (![1, 2, 3, 4, 6].includes(fold)) {
      throw this.#error("a rotation 1, 2, 3, 4 or 6 is missing");
    }
    this.#position += 1;
    let screw = 0;
    if (/^[1-5]$/u.test(this.#next())) {
      screw = Number(this.#next());
      if (screw >= fold) throw this.#error(`a ${fold}-fold axis has no subscript ${screw}`);
      this.#position += 1;
    }
    let axis = "";
    let diagonal = "";
    const translation = [0, 0, 0];
    for (;;) {
      const next = this.#next();
      const shift = letters.get(next);
      if (shift !== undefined) {
        shift.forEach((value, index) => {
          translation[index] = (translation[index] ?? 0) + value;
        });
      } else if ("xyz".includes(next) && next !== "") {
        if (axis !== "") throw this.#error("there are two axes");
        axis = next;
      } else if (next === "'" || next === '"' || next === "*") {
        if (diagonal !== "") throw this.#error("there are two directions");
        // Two apostrophes are another spelling of the quotation mark.
        const isDoubled = next === "'" && this.#text.charAt(this.#position + 1) === "'";
        diagonal = isDoubled ? '"' : next;
        if (isDoubled) this.#position += 1;
      } else {
        break;
      }
      this.#position += 1;
    }

    if (axis === "" && diagonal === "" && fold > 1) {
      if (count === 1) axis = "z";
      else if (count === 2 && fold === 2 && (previousFold === 2 || previousFold === 4)) axis = "x";
      else if (count === 2 && fold === 2 && (previousFold === 3 || previousFold === 6)) {
        diagonal = "'";
      } else if (count === 3 && fold === 3) diagonal = "*";
      else throw this.#error("the axis must be given", start);
    }
    const direction = diagonal === "*" ? "*" : diagonal + (axis === "" ? previousAxis : axis);
    const rotation = hallRotations.get(fold === 1 ? `1${axis}${diagonal}` : `${fold}${direction}`);
    if (rotation === undefined || (diagonal === "*" && axis !== "")) {
      throw this.#error("there is no such rotation about this axis", start);
    }
    if (screw > 0) {
      const along = "xyz".indexOf(axis);
      if (along < 0) throw this.#error("a subscript needs the axis x, y or z", start);
      translation[along] = (translation[along] ?? 0) + (translationUnit * screw) / fold;
    }
    const sign = isImproper ? -1 : 1;
    this.#extend(
      [...rotation.map((value) => sign * value + 0), ...translation.map(wrapUnits)],
      start,
    );
    return [fold, axis === "" ? previousAxis : axis];
  }

  /** Adds a generator and closes the group again. */
  #extend(generator: ExactOperation, start: number): void {
    const lattice = new Set(this.#translations.map((translation) => translation.join()));
    if (!this.#keepsLattice(generator, lattice)) {
      throw this.#error("this rotation does not keep the lattice", start);
    }
    this.#generators.push(generator);
    // A Map yields what is added while it is walked.
    for (const element of this.#group.values()) {
      for (const factor of this.#generators) {
        const product = multiplyExact(factor, element);
        const key = rotationKey(product);
        const known = this.#group.get(key);
        if (known === undefined) {
          if (this.#group.size >= maxPointOperations) {
            throw this.#error("the rotations generate no crystallographic group", start);
          }
          this.#group.set(key, product);
        } else {
          const shift = [9, 10, 11].map((at) => wrapUnits((product[at] ?? 0) - (known[at] ?? 0)));
          if (!lattice.has(shift.join())) {
            throw this.#error("the rotations generate translations outside the lattice", start);
          }
        }
      }
    }
  }

  #keepsLattice(operation: ExactOperation, lattice: ReadonlySet<string>): boolean {
    const linear = [...operation.slice(0, 9), 0, 0, 0];
    return this.#translations.every((translation) => {
      const [, , , , , , , , , x, y, z] = multiplyExact(linear, [
        ...identityExact.slice(0, 9),
        ...translation,
      ]);
      return lattice.has([x, y, z].join());
    });
  }

  #readChange(): BasisChange {
    const start = this.#position;
    const end = this.#text.indexOf(")", start);
    if (end < 0) throw this.#error("a closing bracket is missing");
    const content = this.#text.slice(start + 1, end);
    this.#position = end + 1;
    const twelfths = /^\s*([+-]?\d{1,4})[\s,]+([+-]?\d{1,4})[\s,]+([+-]?\d{1,4})\s*$/u.exec(
      content,
    );
    if (twelfths !== null) {
      const shift = twelfths.slice(1).map((value) => (Number(value) * translationUnit) / 12);
      return { linear: [12, 0, 0, 0, 12, 0, 0, 0, 12], shift };
    }
    const change = readTriplet(content);
    if (change === undefined) {
      throw this.#error("the change of basis cannot be read", start);
    }
    return change;
  }

  #next(): string {
    return this.#text.charAt(this.#position);
  }

  #take(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#position += 1;
    return true;
  }

  #skipSpace(): void {
    while (/^\s$/u.test(this.#next())) this.#position += 1;
  }

  #error(reason: string, position: number = this.#position): CrystalError {
    const column = position + 1;
    return new CrystalError(
      "CRYSTAL_INVALID_HALL_SYMBOL",
      `"${this.#symbol.slice(0, 60)}" is no Hall symbol: ${reason} (column ${column}).`,
      { symbol: this.#symbol, column },
    );
  }
}

function rotationKey(operation: ExactOperation): string {
  return operation.slice(0, 9).join();
}
