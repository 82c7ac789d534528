// From a CIF to the FTCP tensor and back.
import { parseCif, writeCif } from "@ftcp/cif";
import { compareStructures, compositionOf, reducedFormula } from "@ftcp/crystal";
import { createLayout, defeaturize, describeRow, featurize } from "@ftcp/featurize";

const structure = parseCif(`data_perovskite
_space_group_name_H-M_alt 'P 1'
_cell_length_a 3.905  _cell_length_b 3.905  _cell_length_c 3.905
_cell_angle_alpha 90  _cell_angle_beta 90  _cell_angle_gamma 90
loop_ _atom_site_type_symbol _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z
Sr 0.5 0.5 0.5
Ti 0 0 0
O 0.5 0 0
O 0 0.5 0
O 0 0 0.5
`);
console.log(reducedFormula(compositionOf(structure)), structure.sites.length, "sites");

const layout = createLayout({ maxElements: 3, maxSites: 20 });
const tensor = featurize(structure, layout);
console.log("shape", tensor.shape.join(" × "));

// What some rows hold, in their first three columns.
for (const row of [7, 104, 107, 127, 239]) {
  const start = row * layout.columns;
  const [x = 0, y = 0, z = 0] = tensor.data.subarray(start, start + 3);
  console.log(
    `row ${row}, ${describeRow(layout, row).label}:`,
    x.toFixed(3),
    y.toFixed(3),
    z.toFixed(3),
  );
}

const [restored] = defeaturize(tensor, layout);
if (!restored?.ok) throw new Error("this tensor is a crystal");
console.log("the same crystal:", compareStructures(structure, restored.value));
console.log(writeCif(restored.value));
