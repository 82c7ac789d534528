import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import { recordOf } from "../../test/recordOf.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";
import { collectRecords } from "../collectRecords.ts";
import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { removeDuplicates } from "./removeDuplicates.ts";
import type { DuplicateReport, RemoveDuplicatesOptions } from "./removeDuplicates.ts";

/** The same crystal with another origin and order of sites, and a cell scaled by `scale`. */
function disguise({ lattice, sites }: Structure, scale = 1): Structure {
  const { a, b, c, alpha, beta, gamma } = lattice;
  const cell = createLattice({ a: a * scale, b: b * scale, c: c * scale, alpha, beta, gamma });
  const moved = [...sites].reverse();
  return createStructure(
    cell,
    moved.map((site) => site.species[0]?.element ?? ""),
    moved.map(({ fractional: [x, y, z] }) => [x + 0.3, y + 0.1, z + 0.7] as const),
  );
}

async function run(
  items: Iterable<ReturnType<typeof recordOf> | RecordResult>,
  options: RemoveDuplicatesOptions = {},
): Promise<{ kept: string[]; reports: DuplicateReport[]; errors: readonly Error[] }> {
  const reports: DuplicateReport[] = [];
  const stream = removeDuplicates(items, {
    ...options,
    onDuplicate: (report) => reports.push(report),
  });
  const { records, errors } = await collectRecords(stream);
  return { kept: records.map(({ id }) => id), reports, errors };
}

const { CsCl, SrTiO3, rutile, anatase } = textbookCrystals;

describe("removeDuplicates", () => {
  it("lets an empty cell pass and loses nothing else", async () => {
    const empty = { ...rutile, sites: [] };
    const items = [recordOf("a", empty), recordOf("b", empty), recordOf("c", rutile)];
    expect((await run(items)).kept).toEqual(["a", "b", "c"]);
  });

  it("keeps the first of equal crystals and reports what repeats it", async () => {
    const failure: RecordResult = {
      ok: false,
      error: new DatasetError("DATASETS_INVALID_CIF", "x"),
    };
    const { kept, reports, errors } = await run([
      recordOf("rutile", rutile),
      recordOf("anatase", anatase),
      failure,
      recordOf("rutile again", disguise(rutile)),
      recordOf("SrTiO3", SrTiO3),
      recordOf("CsCl", CsCl),
      recordOf("relaxed", disguise(SrTiO3, 1.005)),
      recordOf("anatase again", disguise(anatase)),
    ]);
    expect(kept).toEqual(["rutile", "anatase", "SrTiO3", "CsCl"]);
    expect(reports).toEqual([
      { id: "rutile again", duplicateOf: "rutile", formula: "TiO2" },
      { id: "relaxed", duplicateOf: "SrTiO3", formula: "SrTiO3" },
      { id: "anatase again", duplicateOf: "anatase", formula: "TiO2" },
    ]);
    expect(errors).toEqual([failure.error]);
  });

  it("hands tolerances on", async () => {
    const crystals = [recordOf("a", rutile), recordOf("b", disguise(rutile, 1.02))];
    expect((await run(crystals)).kept).toEqual(["a"]);
    const tolerances = { lengthTolerance: 0.01, scale: false };
    expect((await run(crystals, { tolerances })).kept).toEqual(["a", "b"]);
  });

  it("compares only crystals of one formula and of close volume, in any order of volume", async () => {
    const compared: number[][] = [];
    const compare = (first: Structure, second: Structure) => {
      compared.push([first.lattice.a, second.lattice.a]);
      return false;
    };
    const scales = [1, 1.5, 0.7, 1.01, 1.49, 0.995];
    const cells = scales.map((scale, i) => recordOf(String(i), disguise(SrTiO3, scale)));
    const { kept } = await run([recordOf("other", CsCl), ...cells], { compare });
    expect(kept).toHaveLength(7);
    const a = SrTiO3.lattice.a;
    expect(compared.map((pair) => pair.map((length) => Math.round((1000 * length) / a)))).toEqual([
      [1000, 1010],
      [1500, 1490],
      [1000, 995],
      [1010, 995],
    ]);
    compared.length = 0;
    await run(cells, { compare, volumeTolerance: 0 });
    expect(compared).toEqual([]);
    await expect(run([], { volumeTolerance: -1 })).rejects.toThrow(RangeError);
  });
});
