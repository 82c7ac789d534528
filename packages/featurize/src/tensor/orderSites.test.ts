import { describe, expect, it } from "@jest/globals";

import { orderSites } from "./orderSites.ts";

function order(symbols: string, by: "electronegativity" | "canonical"): string {
  const list = symbols.split(" ");
  const positions = Float64Array.from({ length: 3 * list.length }, (_, index) => index / 100);
  return orderSites(list, positions, by)
    .map((site) => list[site])
    .join(" ");
}

describe("orderSites", () => {
  // Oracle: get_sorted_structure of pymatgen 2026.10.24, Python 3.11, for all 120 orders of these five.
  it.each([
    ["O Ar F Ca Ne", "Ar Ca Ne O F"],
    ["Ar Ca Ne O F", "Ar Ca Ne O F"],
    ["Ca Ar O F Ne", "Ar Ca Ne O F"],
    ["O Ar Ca Ne F", "Ar Ca F Ne O"],
    ["Ar Ca O Ne F", "Ar Ca F Ne O"],
    ["Ne O Ca Ar F", "Ar Ca F Ne O"],
    ["O F Ne Ar Ca", "Ar Ca O F Ne"],
    ["F Ne Ar O Ca", "Ar Ca O F Ne"],
    ["Ne F O Ca Ar", "Ar Ca O F Ne"],
  ])("sorts %s as pymatgen does, noble gases too: %s", (given, sorted) => {
    expect(order(given, "electronegativity")).toBe(sorted);
  });

  it("keeps the order of equal elements", () => {
    expect(orderSites(["O", "Na", "O", "Na"], new Float64Array(12), "electronegativity")).toEqual([
      1, 3, 0, 2,
    ]);
  });

  it("sorts 100 sites, too", () => {
    const symbols = Array.from({ length: 100 }, (_, site) => (site % 2 === 0 ? "O" : "Na"));
    const sorted = orderSites(symbols, new Float64Array(300), "electronegativity");
    expect(sorted).toEqual(
      Array.from({ length: 100 }, (_, at) => (at < 50 ? 2 * at + 1 : 2 * (at - 50))),
    );
  });

  it("puts elements without electronegativity last in the canonical order", () => {
    expect(order("O Ar F Ca Ne", "canonical")).toBe("Ca O F Ne Ar");
  });

  it("sorts equal elements by coordinates; 0.999 counts as 0", () => {
    const positions = Float64Array.from([0.5, 0, 0, 0.25, 0.7, 0, 0.25, 0.2, 0, 0.999, 0, 0]);
    expect(orderSites(["O", "O", "O", "O"], positions, "canonical")).toEqual([3, 2, 1, 0]);
  });
});
