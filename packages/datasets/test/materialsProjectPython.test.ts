import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { writePymatgenJson } from "@ftcp/cif";
import { compositionOf, latticeVolume, reducedFormula } from "@ftcp/crystal";
import { collectRecords, openMaterialsProject } from "@ftcp/datasets";
import type { MaterialsProjectQuery } from "@ftcp/datasets";
import { MaterialsProjectServer, testKey } from "./materialsProjectServer.ts";
import { textbookCrystals } from "./textbookCrystals.ts";

/** A Python with the packages of tools/reference/datasets/requirements.txt, mp-api among them. */
const { FTCP_PYTHON: python } = process.env;
const find = "import importlib.util as u, sys; sys.exit(u.find_spec('mp_api') is None)";
const hasClient = python !== undefined && spawnSync(python, ["-c", find]).status === 0;
const describeClient = hasClient ? describe : describe.skip;

interface TheirDocument {
  readonly id: string;
  readonly formula: string;
  readonly sites: number;
  readonly volume: number;
  readonly band_gap: number | null;
  readonly energy_above_hull: number;
}

interface Answer {
  readonly version: string;
  readonly answers: readonly (readonly TheirDocument[])[];
}

async function askWithClient(url: string, queries: readonly object[]): Promise<Answer> {
  const script = join(import.meta.dirname, "python", "askMaterialsProject.py");
  const child = spawn(python ?? "", [script, url, testKey]);
  child.stdin.end(JSON.stringify(queries));
  const [answer, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (answer === "") throw new Error(problems);
  return JSON.parse(answer) as Answer;
}

describeClient("mp-api, the Materials Project's own client (needs FTCP_PYTHON with mp-api)", () => {
  let server: MaterialsProjectServer;
  let url: string;
  beforeEach(async () => {
    const crystals = Object.entries(textbookCrystals);
    server = new MaterialsProjectServer(
      Array.from({ length: 40 }, (_, index) => {
        const [name, structure] = crystals[index % crystals.length] ?? [];
        if (structure === undefined) throw new Error("no crystals");
        const elements = Object.keys(compositionOf(structure)).sort();
        return {
          ...{ material_id: `mp-${1000 + index}`, formula_pretty: name, elements },
          ...{ nelements: elements.length, nsites: structure.sites.length },
          structure: JSON.parse(writePymatgenJson(structure)) as unknown,
          ...{ band_gap: index % 3 === 0 ? null : index / 7, energy_above_hull: index / 400 },
        };
      }),
    );
    url = await server.start();
  });
  afterEach(() => server.stop());

  const fields = ["material_id", "structure", "band_gap", "energy_above_hull"];
  const queries: [object, MaterialsProjectQuery][] = [
    [
      { elements: ["O"], num_elements: [2, 3], num_sites: [1, 20], energy_above_hull: [0, 0.08] },
      {
        elements: ["O"],
        elementCount: { min: 2, max: 3 },
        siteCount: { min: 1, max: 20 },
        energyAboveHull: { min: 0, max: 0.08 },
      },
    ],
    [
      { material_ids: ["mp-1003", "mp-1039", "mp-1010"] },
      { materialIds: ["mp-1003", "mp-1039", "mp-1010"] },
    ],
    [{ band_gap: [1, 3] }, { ranges: { band_gap: { min: 1, max: 3 } } }],
  ];
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  /** Conditions of all requests; order, pages and fields are each client's own. */
  const takeConditions = (): string[][] =>
    server.requests
      .splice(0)
      .filter((each) => each.startsWith("/materials/summary/"))
      .map((each) =>
        [...new URL(each, url).searchParams]
          .filter(([name]) => !["_sort_fields", "_skip", "_fields"].includes(name))
          .map(([name, value]) => `${name}=${value}`)
          .sort(),
      );

  it("asks our stand-in as we do, and takes from it what we take", async () => {
    const { version, answers } = await askWithClient(
      url,
      queries.map(([theirs]) => ({ ...theirs, fields })),
    );
    const asked = takeConditions();
    expect(asked).toHaveLength(queries.length);
    for (const [i, [, query]] of queries.entries()) {
      const dataset = await openMaterialsProject(query, {
        ...{ url, key: testKey, fields: ["band_gap", "energy_above_hull"] },
      });
      expect(version).toBe(dataset.provenance.databaseVersion);
      const { records, errors } = await collectRecords(dataset);
      expect(errors).toEqual([]);
      expect(takeConditions()).toEqual([asked[i]]);
      const documents = answers[i] ?? [];
      expect(documents.length).toBeGreaterThan(2);
      const ours = records.map(({ id, structure, properties }) => ({
        ...{ id, formula: reducedFormula(compositionOf(structure)) },
        ...{ sites: structure.sites.length, volume: latticeVolume(structure.lattice) },
        band_gap: properties["band_gap"] ?? null,
        energy_above_hull: properties["energy_above_hull"],
      }));
      const theirs = documents.map((each) => ({ ...each, volume: expect.closeTo(each.volume, 8) }));
      expect(ours.sort(byId)).toEqual(theirs.sort(byId));
    }
  }, 120_000);
});
