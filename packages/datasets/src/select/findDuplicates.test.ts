import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import { collectRecords, findDuplicates, readJsonl, removeDuplicates } from "@ftcp/datasets";
import type { CrystalRecord, DuplicateReport } from "@ftcp/datasets";
import { createRandom } from "@ftcp/random";
import { recordOf } from "../../test/recordOf.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";

/** Cubic perovskites and CsCl types, of which many are the same up to scale, origin and order. */
function manyCrystals(count: number): CrystalRecord[] {
  const random = createRandom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)] as T;
  return Array.from({ length: count }, (_, i) => {
    const a = 3 + 3 * random.uniform();
    const lattice = createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 });
    const shift = random.uniform();
    const place = (x: number, y: number, z: number) => [x + shift, y, z] as const;
    const structure: Structure =
      random.uniform() < 0.5
        ? createStructure(
            lattice,
            [pick(["Cs", "Tl"]), "Cl"],
            [place(0, 0, 0), place(0.5, 0.5, 0.5)],
          )
        : createStructure(
            lattice,
            [pick(["Sr", "Ba"]), "Ti", "O", "O", "O"],
            [
              ...[place(0, 0, 0), place(0.5, 0.5, 0.5)],
              ...[place(0.5, 0.5, 0), place(0.5, 0, 0.5), place(0, 0.5, 0.5)],
            ],
          );
    return recordOf(`c${i}`, structure);
  });
}

describe("findDuplicates", () => {
  it("finds what removeDuplicates finds, whatever may be held at once", async () => {
    const crystals = manyCrystals(300);
    const reports: DuplicateReport[] = [];
    await collectRecords(
      removeDuplicates(crystals, { onDuplicate: (report) => reports.push(report) }),
    );
    expect(reports.length).toBeGreaterThan(100);
    for (const [maxHeld, least] of [
      [100_000, 2],
      [40, 4],
      [1, 5],
    ] as const) {
      const { groups, passes, rows } = await findDuplicates(() => crystals, { maxHeld });
      const pairs = groups.flatMap(({ formula, members: [first, ...others] }) =>
        others.map(({ id }) => ({ id, duplicateOf: first?.id, formula })),
      );
      const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
      expect(pairs.sort(byId)).toEqual(reports.sort(byId));
      expect([rows, passes >= least]).toEqual([300, true]);
      for (const { members } of groups) {
        expect(members.map(({ id }) => id)).toEqual(members.map(({ row }) => `c${row - 1}`));
      }
    }
  });

  it("parses each crystal once where none has an equal, and counts failures by row", async () => {
    const { CsCl, rutile, anatase } = textbookCrystals;
    const empty = { ...rutile, sites: [] };
    const failed: number[] = [];
    const source = [
      recordOf("a", CsCl),
      { ok: false as const, error: new Error("bad") },
      recordOf("b", empty),
      recordOf("c", empty),
      recordOf("d", rutile),
      recordOf("e", anatase),
    ];
    const search = await findDuplicates(() => source, {
      onFailure: (_, row) => failed.push(row),
      compare: () => false,
      volumeTolerance: 0.01,
    });
    expect(search).toEqual({
      ...{ rows: 6, failures: 1, candidates: 0, comparisons: 0, passes: 1, groups: [] },
    });
    expect(failed).toEqual([2]);
  });

  it("takes crystals that cannot be parsed for failures, where the reader is lazy", async () => {
    const text = '{"id": "a", "cif": "data_x"}\n{"id": "b", "cif": "data_x"}\n';
    const search = await findDuplicates(() => readJsonl(text, { lazy: true }));
    expect(search).toMatchObject({ rows: 2, failures: 2, groups: [] });
  });

  it("refuses a source that changes, wrong limits, and stops on request", async () => {
    const crystals = manyCrystals(50);
    let calls = 0;
    const changing = findDuplicates(() => crystals.slice(calls++));
    await expect(changing).rejects.toMatchObject({ code: "DATASETS_UNREADABLE_FILE" });
    await expect(findDuplicates(() => [], { maxHeld: 0 })).rejects.toThrow(RangeError);
    await expect(findDuplicates(() => [], { volumeTolerance: -1 })).rejects.toThrow(RangeError);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(findDuplicates(() => crystals, { signal })).rejects.toThrow("enough");
  });
});
