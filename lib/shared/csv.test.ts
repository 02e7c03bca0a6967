import { expect, it } from "vitest";
import { csvLine } from "./csv";

it.each([
  [["a", "1.5", "-2.25"], "a,1.5,-2.25\r\n"],
  [["a,b", 'say "hi"', "two\nlines"], '"a,b","say ""hi""","two\nlines"\r\n'],
  [["", "ü"], ",ü\r\n"],
])("a line of CSV holds %j", (cells, line) => {
  expect(csvLine(cells)).toBe(line);
});

it.each(["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])(
  "a spreadsheet takes %j for text",
  (cell) => {
    expect(csvLine([cell])).toMatch(/^"?'/);
  },
);
