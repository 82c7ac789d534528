import { createLattice, createSite, createStructure, type Structure } from "@ftcp/crystal";

/** An error with code, place and cause, as a parser throws. */
class TextError extends Error {
  override readonly name = "TextError";
  readonly code = "TEXT_BAD";
  readonly line: number;

  constructor(message: string, line: number, options: ErrorOptions) {
    super(message, options);
    this.line = line;
  }
}

/** Reads `"Cs Cl"` as a crystal of the caesium chloride type; other words ask for trouble. */
export async function readText(text: string): Promise<Structure> {
  const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
  switch (text) {
    case "bad":
      throw new TextError("unreadable", 7, { cause: new RangeError("below") });
    case "bug":
      throw new TypeError("a bug");
    case "exit":
      process.exit(3); // ends a thread of Node
      break;
    case "hang":
      for (;;);
    case "wait":
      await new Promise(() => undefined);
      break;
    case "shared":
      return { lattice, sites: [createSite([{ element: "Na", occupancy: 0.5 }], [0, 0, 0])] };
  }
  return createStructure(lattice, text.split(" "), [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ]);
}
