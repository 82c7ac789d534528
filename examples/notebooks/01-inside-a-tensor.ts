// What a crystal looks like as a tensor: the numbers of rutile, block by block, and its structure factors.
import { cell, text } from "@observablehq/plot";
import { parseCif } from "@ftcp/cif";
import { createLayout, describeRow, featurize } from "@ftcp/featurize";
import { saveFigure } from "./saveFigure.ts";

const rutile = parseCif(`data_rutile
_space_group_name_H-M_alt 'P 42/m n m'
_cell_length_a 4.594  _cell_length_b 4.594  _cell_length_c 2.959
_cell_angle_alpha 90  _cell_angle_beta 90  _cell_angle_gamma 90
loop_ _atom_site_label _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z
Ti1 0 0 0
O1 0.305 0.305 0
`);
const layout = createLayout({ maxElements: 2, maxSites: 6 });
const tensor = featurize(rutile, layout);
const numberAt = (row: number, column: number): number =>
  tensor.data[row * layout.columns + column] ?? 0;

// %% Real space: cell, coordinates and which element sits where.
const blocks = layout.blocks.filter(({ name }) =>
  ["cell", "coordinates", "occupancy"].includes(name),
);
const numbers = blocks.flatMap(({ start, end }) =>
  Array.from({ length: end - start }, (_, i) =>
    [0, 1, 2].map((column) => ({
      column: ["1", "2", "3"][column],
      row: describeRow(layout, start + i).label,
      value: numberAt(start + i, column),
    })),
  ).flat(),
);
saveFigure("rutile-real-space", {
  ...{
    width: 560,
    height: 420,
    marginLeft: 240,
    x: { axis: "top", type: "band" },
    y: { label: null },
  },
  color: { scheme: "Blues", type: "sqrt" },
  marks: [
    cell(numbers, { x: "column", y: "row", fill: "value", inset: 0.5 }),
    text(numbers, {
      ...{ x: "column", y: "row", text: ({ value }: { value: number }) => value.toFixed(3) },
      fill: ({ value }: { value: number }) => (value > 20 ? "white" : "black"),
    }),
  ],
});

// %% Momentum space: F of the whole crystal for the bit that only titanium has.
const planes = layout.blocks.find(({ name }) => name === "structureFactors");
if (planes === undefined) throw new Error("this layout has structure factors");
const rows = Array.from({ length: planes.end - planes.start }, (_, i) => planes.start + i);
const isTitanium = [...Array(92).keys()].find((bit) => numberAt(rows[0] ?? 0, bit) === 2) ?? 0;
const factors = rows.map((row) => ({
  plane: describeRow(layout, row).label.replace(" part of F", ""),
  value: numberAt(row, isTitanium),
}));
saveFigure("rutile-structure-factors", {
  ...{ width: 560, height: 30 + 14 * factors.length, marginLeft: 220, x: { label: "F" } },
  color: { scheme: "RdBu", type: "diverging" },
  y: { label: null, domain: factors.map(({ plane }) => plane) },
  marks: [cell(factors, { y: "plane", fill: "value" })],
});
console.log(`${rutile.sites.length} sites, ${rows.length} rows of structure factors`);
