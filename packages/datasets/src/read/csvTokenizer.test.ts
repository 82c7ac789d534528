import { describe, expect, it } from "@jest/globals";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { createCsvTokenizer } from "./csvTokenizer.ts";

function tokenize(text: string): (readonly string[] | "damaged")[] {
  const tokenizer = createCsvTokenizer(",");
  const rows: (readonly string[] | "damaged")[] = [];
  let isOpen = false;
  for (const line of text.split("\n")) {
    const step = tokenizer.takeLine(line);
    isOpen = step.kind === "open";
    if (step.kind === "row") rows.push(step.cells);
    else if (step.kind === "damaged") rows.push("damaged");
  }
  if (isOpen) rows.push("damaged");
  return rows;
}

describe("createCsvTokenizer", () => {
  it("reads what csv-parse reads", () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "é", "1"),
      maxLength: 12,
    });
    const needsQuotes = /[",\r\n]/;
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: 1, maxLength: 4 }), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.constantFrom("\n", "\r\n"),
        (rows, lineEnd) => {
          const text = rows
            .map((cells) =>
              cells
                .map(([value, quoted]) =>
                  quoted || needsQuotes.test(value) ? `"${value.replaceAll('"', '""')}"` : value,
                )
                .join(","),
            )
            .join(lineEnd);
          const expected = parse(text, {
            relax_column_count: true,
            skip_empty_lines: false,
            record_delimiter: lineEnd,
          });
          expect(tokenize(text)).toEqual(rows.map((cells) => cells.map(([value]) => value)));
          // csv-parse makes nothing of an empty line at the end.
          const last = rows.at(-1);
          const isEmpty = last?.length === 1 && last[0]?.[0] === "" && text.endsWith("\n");
          expect(tokenize(text).slice(0, isEmpty ? -1 : undefined).length).toBe(
            text === "" ? 1 : expected.length,
          );
          if (text !== "") expect(tokenize(text).slice(0, expected.length)).toEqual(expected);
        },
      ),
    );
  });

  it("finds quotes that make no sense", () => {
    expect(tokenize('a,"b"c')).toEqual(["damaged"]);
    expect(tokenize('a,"b')).toEqual(["damaged"]);
    expect(tokenize('a,"b" ,c')).toEqual([["a", "b", "c"]]);
    expect(tokenize('a b"c,d')).toEqual([['a b"c', "d"]]);
  });
});
