/** How much of each element: symbol to amount (atoms per cell or per formula unit), all positive. */
export type Composition = Readonly<Record<string, number>>;
