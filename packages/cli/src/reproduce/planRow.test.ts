import { describe, expect, it } from "@jest/globals";
import { createPreset } from "@ftcp/vae";
import { CliError } from "../cliError.ts";
import { describeRecipe } from "./describeRecipe.ts";
import { planRow } from "./planRow.ts";

const options = { preset: "reference", maxSites: 20 } as const;

describe("the protocol of a row of tables 2 and 3", () => {
  it("has the epochs and the loss of the training and not those of the preset", () => {
    const forward = describeRecipe(planRow("table2", "both", { ...options, epochs: 10 }));
    expect(forward).toMatchObject({
      options: { epochs: 10, loss: { entries: 0, beta: 0, lambda: 10, labels: "range" } },
      error: "squared",
    });
    const whole = describeRecipe(planRow("table3", "both", options));
    expect(whole).toMatchObject({ options: { epochs: 200, loss: { entries: 1, beta: 2 ** -15 } } });
    // Our own recipe keeps its loss in both, with the weights that it leaves to their defaults.
    for (const table of ["table2", "table3"] as const) {
      expect(describeRecipe(planRow(table, "ftcp", options))).toMatchObject({
        options: { epochs: 40, loss: { beta: 0.1, rest: 0.1 } },
        error: "absolute",
      });
    }
  });

  it("tells every row from the others, in blocks or in what stands for F", () => {
    const layouts = (preset: "reference" | "paper", ...rows: string[]): object =>
      Object.fromEntries(
        rows.map((row) => {
          const { layout } = describeRecipe(planRow("table3", row, { ...options, preset }));
          return [row, layout];
        }),
      );
    const crystal = ["elements", "cell", "coordinates", "occupancy"];
    const all = [...crystal, "planeNorms", "properties", "structureFactors"];
    const reference = { name: "reference", convention: "linear" };
    expect(layouts("reference", "real", "momentum", "both", "both-eq1")).toEqual({
      real: { ...reference, blocks: [...crystal, "properties"] },
      momentum: { ...reference, blocks: ["planeNorms", "structureFactors"] },
      both: { ...reference, blocks: all },
      "both-eq1": { ...reference, blocks: all, convention: "hartley" },
    });
    const paper = { blocks: createPreset("paper").layout.blocks.map(({ name }) => name) };
    expect(layouts("paper", "both", "both-linear")).toEqual({
      both: { ...paper, name: "paper", convention: "real-imaginary" },
      "both-linear": { ...paper, name: "paper", convention: "linear" },
    });
  });

  it("is plain data, the same after JSON", () => {
    const protocol = describeRecipe(planRow("table2", "real", options));
    expect(JSON.parse(JSON.stringify(protocol))).toEqual(protocol);
  });

  it("is none of a row that there is not", () => {
    expect(() => planRow("table3", "magnitude", options)).toThrow(CliError);
  });
});
