import type { StructureFormat } from "@ftcp/cif";
import { basename } from "node:path";

const endings: Readonly<Record<StructureFormat, string>> = {
  cif: ".cif",
  poscar: ".vasp",
  json: ".json",
  extxyz: ".extxyz",
  optimade: ".optimade.json",
};

/**
 * Names the files in a folder, each once.
 */
export class OutputNames {
  readonly #ending: string;
  readonly #used: Set<string>;

  /**
   * Starts with the names that are not to be used.
   *
   * @param format - the format that is written
   * @param taken - names of files that must stay as they are
   */
  constructor(format: StructureFormat, taken: Iterable<string>) {
    this.#ending = endings[format];
    this.#used = new Set(Array.from(taken, (name) => name.toLowerCase()));
  }

  /**
   * The name of the file for a crystal.
   *
   * @param path - the file that it was read from
   * @param name - its name there, or its number; undefined when it is the only one
   * @returns a name in letters, digits and `._+-`, with a number where it would come twice
   */
  choose(path: string, name: string | undefined): string {
    const file = path === "-" ? "crystal" : basename(path);
    const stem = file.replace(
      /(?<=.)\.(?:optimade\.json|m?cif|json|(?:ext)?xyz|poscar|vasp)$/iu,
      "",
    );
    const base = (name === undefined ? stem : `${stem}-${name}`)
      .replaceAll(/[^\w.+-]+/gu, "_")
      .slice(0, 150);
    for (let count = 1; ; count += 1) {
      const chosen = `${count === 1 ? base : `${base}-${count}`}${this.#ending}`;
      // Some file systems take upper and lower case for the same.
      if (this.#used.has(chosen.toLowerCase())) continue;
      this.#used.add(chosen.toLowerCase());
      return chosen;
    }
  }
}
