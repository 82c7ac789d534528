import type { Species } from "@ftcp/crystal";

/** What a type symbol or a site label says about the atom. */
export type AtomSymbol =
  | {
      /** An atom. */
      readonly kind: "atom";
      /** Symbol of the element, `D` and `T` included. */
      readonly element: string;
      /** Charge in elementary charges, when one is written. */
      readonly charge?: number;
      /** Whether the symbol can be understood in one way only. */
      readonly certainty: "exact" | "guessed";
      /** How many hydrogen atoms the symbol implies beside the atom: 2 in `Wat`. */
      readonly hydrogens?: number;
    }
  | {
      /** Several kinds of atoms that share the site. */
      readonly kind: "mixture";
      /** The kinds with their shares. */
      readonly species: readonly Species[];
    }
  | {
      /** A place holder that is no atom. */
      readonly kind: "dummy";
    };
