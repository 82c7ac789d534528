/** The versions of the CIF syntax: 1.1 is ASCII without lists, 2.0 is Unicode with lists and tables. */
export type CifVersion = "1.1" | "2.0";
