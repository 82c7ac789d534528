import { describe, expect, it } from "@jest/globals";
import { findDuplicates, readJsonl } from "@ftcp/datasets";

/** Crystals in the source. */
const ROWS = 1_000_000;
const METALS = [
  "Li",
  "Na",
  "K",
  "Rb",
  "Cs",
  "Be",
  "Mg",
  "Ca",
  "Sr",
  "Ba",
  "Sc",
  "Y",
  "La",
  "Ti",
].concat(
  ...[["Zr", "Hf", "V", "Nb", "Ta", "Cr", "Mo", "W", "Mn", "Fe", "Ru", "Co", "Rh", "Ir", "Ni"]],
  ...[["Pd", "Pt", "Cu", "Ag", "Au", "Zn", "Cd", "Hg", "Al", "Ga", "In", "Tl", "Sn", "Pb", "Bi"]],
);
const ANIONS = ["F", "Cl", "Br", "I", "O", "S", "Se", "Te", "N", "P", "As", "C", "Si", "H", "B"];

/** Crystal `i`: every tenth repeats the one before, with another origin. Distinct ones differ in formula or volume. */
function line(i: number): string {
  const isRepeat = i % 10 === 9;
  const kind = isRepeat ? i - 1 : i;
  const at = kind % METALS.length;
  const rest = Math.floor(kind / METALS.length);
  const others = METALS.length - 1; // the second metal is another one: in A B2 X2 no two may be exchanged
  const first = METALS[at] ?? "";
  const second = METALS[(at + 1 + (rest % others)) % METALS.length] ?? "";
  const anion = ANIONS[Math.floor(rest / others) % ANIONS.length] ?? "";
  const step = Math.floor(rest / others / ANIONS.length);
  const a = 3 * 1.06 ** step; // volumes differ by 19 % at least, so that they are never compared
  const x = isRepeat ? 0.25 : 0;
  const cif = `data_${i}
_cell_length_a ${a}
_cell_length_b ${a}
_cell_length_c ${a * 1.1}
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 90
loop_
_atom_site_type_symbol
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
${first} ${x} 0 0
${second} ${x + 0.5} 0.5 0
${second} ${x + 0.5} 0.5 0.5
${anion} ${x} 0.5 0.25
${anion} ${x + 0.5} 0 0.75
`;
  return `${JSON.stringify({ material_id: `c-${i}`, cif })}\n`;
}

function* lines(): Generator<string> {
  for (let i = 0; i < ROWS; i++) yield line(i);
}

describe("findDuplicates on a million rows", () => {
  it("finds every repeat and no other, in memory that does not grow with them", async () => {
    const peak = [0, 0, 0];
    let pass = 0;
    const begin = performance.now();
    const { groups, passes, candidates, comparisons, rows } = await findDuplicates(
      () => readJsonl(lines(), { lazy: true }),
      {
        maxHeld: 100_000,
        onProgress: (progress) => {
          pass = Math.min(2, progress.pass - 1);
          peak[pass] = Math.max(peak[pass] ?? 0, process.memoryUsage().rss);
        },
      },
    );
    const seconds = (performance.now() - begin) / 1000;
    const megabytes = peak.map((bytes) => Math.round(bytes / 1e6)).join(", ");
    process.stdout.write(
      `${rows} rows, ${candidates} candidates, ${comparisons} comparisons, ${passes} passes: ` +
        `${seconds.toFixed(0)} s, peak memory ${megabytes} MB in the first, second and later passes\n`,
    );
    expect(groups).toHaveLength(ROWS / 10);
    for (const { members } of groups) {
      const [first, second, ...others] = members;
      expect([(first?.row ?? 0) % 10, second?.row, others.length]).toEqual([
        ...[9, (first?.row ?? 0) + 1, 0], // rows count from 1
      ]);
    }
    expect(Math.max(...peak)).toBeLessThan(8e8);
  }, 900_000);
});
