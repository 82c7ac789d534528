import { describe, expect, it } from "@jest/globals";
import { createRun } from "../../test/createRun.ts";
import { renderTable } from "./renderTable.ts";

const columns = [
  { metric: "honest.elements", heading: "elements", isShare: true },
  { metric: "gap", heading: "gap (eV)" },
];
const cells = (line: string | undefined): readonly string[] =>
  (line ?? "")
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

describe("renderTable", () => {
  it("has the mean ± deviation of the seeds above the paper's number", () => {
    const runs = [0.98, 1].map((share, i) =>
      createRun({
        ...{ metrics: { "honest.elements": share, gap: 0.2 + i / 10 }, protocol: { epochs: 20 } },
        processorSeconds: 60 * (i + 1),
      }),
    );
    const lines = renderTable(columns, [{ row: "both", runs, paper: { gap: 0.231 } }]);
    expect(lines.map(cells)).toEqual([
      ["", "elements", "gap (eV)", "seeds", "epochs", "processor minutes"],
      expect.anything(),
      ["both, here", "99.00 % ± 1.41 %", "0.2500 ± 0.0707", "2", "20", "1.5"],
      ["both, paper", "–", "0.2310", "–", "–", "–"],
    ]);
  });

  it("leaves out rows without runs, deviations of one run and numbers that there are not", () => {
    const run = createRun({ metrics: { gap: 0.5 }, protocol: { epochs: 10 } });
    const lines = renderTable(columns, [
      { row: "real", runs: [], paper: { gap: 0.311 } },
      { row: "both", runs: [run] },
      { row: "cgcnn", runs: [] },
    ]);
    expect(lines.slice(2).map(cells)).toEqual([
      ["real, paper", "–", "0.3110", "–", "–", "–"],
      ["both, here", "–", "0.5000", "1", "10", "1.0"],
    ]);
  });
});
