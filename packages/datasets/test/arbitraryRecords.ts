import { createLattice, createStructure } from "@ftcp/crystal";
import type { CrystalRecord } from "@ftcp/datasets";
import fc from "fast-check";

const name = fc
  .stringMatching(/^[a-z][a-z_. é-]{0,8}$/)
  .filter(
    (text) => !/^(?:material_id|cif|structure|atoms|cell|split|name|poscar)$/.test(text.trim()),
  )
  .map((text) => text.trim());

const angle = fc.double({ min: 60, max: 110, noNaN: true });
const length = fc.double({ min: 2, max: 20, noNaN: true });
const share = fc.double({ min: 0, max: 0.999, noNaN: true }).map((x) => Math.abs(x));

const structure = fc
  .record({
    cell: fc.record({ a: length, b: length, c: length, alpha: angle, beta: angle, gamma: angle }),
    sites: fc.array(fc.tuple(fc.constantFrom("Na", "Cl", "O", "U"), share, share, share), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ cell, sites }) =>
    createStructure(
      createLattice(cell),
      sites.map(([element]) => element),
      sites.map(([, x, y, z]) => [x, y, z] as const),
    ),
  );

/**
 * Datasets with gaps, odd names, quotes and line feeds; numbers and texts never share a name.
 *
 * @param text - what labels may be
 */
export function arbitraryRecords(text: fc.Arbitrary<string>): fc.Arbitrary<CrystalRecord[]> {
  return fc
    .record({
      numbers: fc.uniqueArray(name, { maxLength: 3 }),
      texts: fc.uniqueArray(name, { maxLength: 3 }),
    })
    .chain(({ numbers, texts }) =>
      fc.array(
        fc
          .record({
            structure,
            properties: fc.record(
              Object.fromEntries(
                numbers.map((key) => [
                  `n${key}`,
                  fc.double({ noNaN: true, noDefaultInfinity: true }),
                ]),
              ),
              { requiredKeys: [] },
            ),
            labels: fc.record(Object.fromEntries(texts.map((key) => [`t${key}`, text])), {
              requiredKeys: [],
            }),
          })
          .map((record) => record as Omit<CrystalRecord, "id">),
        { minLength: 1, maxLength: 12 },
      ),
    )
    .map((records) => records.map((record, i) => ({ id: `mp-${i}`, ...record })));
}
