import { WireduelError } from "@wireduel/core/report";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryMatrix, arbitraryRun } from "./fixtures/arbitrary-stored.js";
import { formatHtml } from "./index.js";

/** What code writes that forgot a case. No text of the arbitrary results has these. */
const FORGOTTEN = /.{0,80}(?:\b(?:NaN|undefined|Infinity)\b|\[object).{0,20}/;

describe("formatHtml", () => {
  it.each([
    ["runs", arbitraryRun(), 60],
    ["matrices", arbitraryMatrix(), 20],
  ])(
    "makes a page of all %s that a parser accepts, or refuses them",
    (_, arbitrary, numRuns) => {
      fc.assert(
        fc.property(arbitrary, (stored) => {
          let page: string;
          try {
            page = formatHtml(stored);
          } catch (error) {
            expect(error).toBeInstanceOf(WireduelError);
            return;
          }
          expect(page.match(FORGOTTEN)?.[0]).toBeUndefined();
          const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
          expect(ids).toEqual([...new Set(ids)]);
        }),
        { numRuns },
      );
    },
    120_000,
  );
});
