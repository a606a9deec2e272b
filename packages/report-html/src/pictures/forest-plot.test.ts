import { expect, it } from "vitest";
import { buildComparison, buildResult } from "../../../core/src/fixtures/build-result.js";
import { severalRounds } from "../fixtures/picture-of.js";
import { formatHtml } from "../index.js";

it("names the adapters of each ratio and limit, so that one can be shown alone", () => {
  const timings = ["WebSocket", "gRPC", "TCP"].map((label) => severalRounds(label, 6, [1, 2]));
  const comparisons = ["gRPC", "TCP"].map((label) => buildComparison(label));
  const limits = [{ label: "TCP", value: "p50", bound: 100 }] as const;
  const page = formatHtml(buildResult(timings, { comparisons }), { limits });
  const owners = (id: string) => {
    const [picture = ""] = (page.split(`<figure id="${id}">`)[1] ?? "").split("</figure>");
    return [...picture.matchAll(/<g class="\w+((?: a\d)+)"/g)].map(([, names]) => names);
  };
  expect(owners("ratios")).toEqual([" a1 a0", " a2 a0", " a1 a0", " a2 a0"]);
  expect(owners("limits")).toEqual([" a2", " a2"]);
});
