// A CIF with small errors in it, onto its symmetry, and into other formats.
import { parseCif, writeCif, writePoscar } from "@ftcp/cif";
import { compareStructures, compositionOf, matchStructures, reducedFormula } from "@ftcp/crystal";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { symmetrizeStructure } from "@ftcp/crystal/symmetry";

const relaxed = parseCif(`data_wurtzite
_space_group_name_H-M_alt 'P 1'
_cell_length_a 3.811  _cell_length_b 3.812  _cell_length_c 6.234
_cell_angle_alpha 90.01  _cell_angle_beta 90  _cell_angle_gamma 119.99
loop_ _atom_site_label _atom_site_fract_x _atom_site_fract_y _atom_site_fract_z
Zn1 0.3334 0.6666 0.0001
Zn2 0.6667 0.3332 0.5000
S1  0.3331 0.6668 0.3745
S2  0.6668 0.3335 0.8744
`);
console.log(reducedFormula(compositionOf(relaxed)), relaxed.sites.length, "sites");

// The tolerance decides: within 0.0001 Å there is no symmetry, within 0.02 Å there is that of wurtzite.
const finder = await loadSymmetryFinder();
console.log("as it is:", finder.find(relaxed, { tolerance: 1e-4 }).hermannMauguin);
const symmetry = finder.find(relaxed, { tolerance: 0.02 });
console.log("within 0.02 Å:", symmetry.hermannMauguin, symmetry.number, symmetry.pearsonSymbol);

const exact = symmetrizeStructure(relaxed, symmetry);
const match = matchStructures(exact, relaxed);
console.log("the same crystal:", compareStructures(exact, relaxed));
console.log("root mean square displacement:", match?.rmsDistance.toFixed(4), "Å");

// The conventional cell has a name in the International Tables, so its CIF says it.
const { conventional } = finder.find(exact);
console.log(writeCif(conventional, { name: "ZnS", symmetry: finder.find(conventional) }));
console.log(writePoscar(conventional, { comment: "ZnS, wurtzite" }));
