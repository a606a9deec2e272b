import { describe, expect, it } from "vitest";
import { measureRun } from "../formats/fixtures/stored.js";
import { formatGatePage } from "./gate-page.js";

describe("the page of a gate without an answer", () => {
  it("says why, and has the result", async () => {
    const page = {
      ...{ rules: { tolerance: null, limits: [] }, report: null, notes: [], baseline: null },
      ...{ command: "wireduel gate", embedResult: true },
    };
    const result = await measureRun();
    const topOf = (failure: string | undefined) => {
      const [top = "", rest = ""] = formatGatePage(result, { ...page, failure }, "result.json").split(
        "</header>",
      );
      expect(rest).toContain('id="wireduel-result"');
      return top;
    };
    expect(topOf("expected ws 8, got <none>")).toContain("expected ws 8, got &lt;none&gt;");
    expect(topOf("expected ws 8, got <none>")).not.toContain("interrupted");
    expect(topOf(undefined)).toContain("interrupted");
  });
});
