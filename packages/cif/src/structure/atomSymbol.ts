/** What a type symbol or a site label says about the atom. */
export type AtomSymbol =
  | {
      /** An atom. */
      readonly kind: "atom";
      /** Symbol of the element, `D` and `T` included. */
      readonly element: string;
      /** Charge in elementary charges, when one is written. */
      readonly charge?: number;
      /** `exact`, or why a reader should know how the symbol was understood. */
      readonly certainty: "exact" | "guessed" | "hydrogen";
    }
  | {
      /** A place holder that is no atom. */
      readonly kind: "dummy";
    };
