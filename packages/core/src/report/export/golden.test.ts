import { describe, expect, it } from "vitest";
import { formatJson, parseMatrix, parseResult } from "../index.js";
import { FORMATS } from "./fixtures/formats.js";
import { STORED } from "./fixtures/stored-results.js";

const cases = Object.entries(STORED).flatMap(([name, stored]) =>
  Object.entries(FORMATS).map(([extension, format]) => [`${name}.${extension}`, stored, format] as const),
);
const refused = cases.filter(([file]) => file === "matrix.samples.csv");
const written = cases.filter((one) => !refused.includes(one));

describe("exports", () => {
  it.each(written)(
    "write the same bytes each time, also from a stored file: %s",
    async (file, stored, format) => {
      const parse = file.startsWith("matrix") ? parseMatrix : parseResult;
      const read = parse(formatJson(stored));
      expect(format(read)).toBe(format(stored));
      await expect(format(stored)).toMatchFileSnapshot(`golden/${file}`);
    },
  );

  it.each(refused)("refuse what has nothing for them: %s", (_, stored, format) => {
    expect(() => format(stored)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });

  it.each(Object.entries(FORMATS))("refuse what is neither a result nor a matrix: %s", (_, format) => {
    for (const junk of [null, {}, { kind: "matrix" }]) {
      expect(() => format(junk as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    }
  });
});
