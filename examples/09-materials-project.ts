// The paper's crystals (section 4.1) from the Materials Project: needs a key in MP_API_KEY.
import {
  createSplit,
  filterRecords,
  openMaterialsProject,
  paperQuery,
  removeDuplicates,
  splitRecords,
} from "@ftcp/datasets";
import { createDirectoryCache } from "@ftcp/datasets/node";

if ((process.env["MP_API_KEY"] ?? "") === "") {
  console.log("no key: make an account at materialsproject.org and set MP_API_KEY to its key");
} else {
  const crystals = await openMaterialsProject(paperQuery, {
    cache: createDirectoryCache("out/materials-project"), // a second run goes on where this one stopped
    fields: ["formation_energy_per_atom", "band_gap", "energy_above_hull"],
    onProgress: ({ records, total }) => {
      console.log(`${records} of ${total ?? "?"} crystals`);
    },
  });
  const { databaseVersion, retrieved, citation } = crystals.provenance;
  console.log(`version ${databaseVersion ?? "unknown"} of ${retrieved}; cite ${citation ?? ""}`);

  // The paper: both labels known, no structure twice, 80 % for training and 20 % for tests.
  const labelled = filterRecords(crystals, { requires: ["formation_energy_per_atom", "band_gap"] });
  const { parts, errors } = await splitRecords(
    removeDuplicates(labelled),
    createSplit({ seed: 1 }),
  );
  for (const [name, records] of parts) console.log(`${name}: ${records.length} crystals`);
  console.log(`${errors.length} entries were no crystals`);
}
