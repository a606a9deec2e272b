import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCsvRounds, formatCsvSamples, formatCsvSummary } from "../index.js";
import { csvOf } from "./csv.js";
import { STORED } from "./fixtures/stored-results.js";

const several = STORED["several-rounds"];
type Row = Readonly<Record<string, string>>;

/** A strict reader of RFC 4180: each line must have as many cells as the first one. */
const read = (text: string) => parse(text, { columns: true, record_delimiter: "\r\n" }) as Row[];

describe("CSV", () => {
  it("is read back as it was, except for what a spreadsheet would run", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 }), (rows) => {
        const text = csvOf<readonly [string, string]>(
          { a: ([a]) => a, "b, c": ([, b]) => b, n: () => -1.5, none: () => null },
          rows,
        );
        expect(text.endsWith("\r\n")).toBe(true);
        const harmless = (cell: string) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
        const wanted = rows.map(([a, b]) => ({ a: harmless(a), "b, c": harmless(b), n: "-1.5", none: "" }));
        expect(read(text)).toEqual(wanted);
      }),
    );
  });

  it("has one row for each adapter and measure, with the comparison", () => {
    const rows = read(formatCsvSummary(several));
    expect(rows).toHaveLength(3 * 3);
    expect(rows[3]).toMatchObject({
      payload: "1 kB",
      network: "none",
      load: "1 at a time, 1,000 ms apart",
      adapter: '<gRPC> & "a|b", C\\d',
      measure: "transmission",
      unit: "ms",
      rounds: "6",
      median: "2.15625",
      compared_with: "WebSocket",
      decides: "yes",
      verdict: "slower",
    });
    expect(rows.at(-1)?.adapter).toBe("'=TCP_1+2 50%/s, Grüße – 線-8");
  });

  it("says which values must not be compared", () => {
    const rows = read(formatCsvSummary(STORED.lossy));
    expect(rows.map(({ invalid }) => invalid)).toEqual(expect.arrayContaining(["", "NOT_WHOLE"]));
    expect(rows.filter(({ adapter }) => adapter === "WebSocket").every(({ invalid }) => invalid === "")).toBe(
      true,
    );
  });

  it("has one row for each round, and for each transmission that is listed", () => {
    expect(read(formatCsvRounds(several))).toHaveLength(18);
    expect(read(formatCsvRounds(STORED.matrix))).toHaveLength(18 + 2);
    const samples = read(formatCsvSamples(STORED.lossy));
    expect(samples).toHaveLength(6);
    expect(samples.at(-1)).toMatchObject({ status: "failed", service_ms: "", error: "PAYLOAD_TIMEOUT" });
  });
});
