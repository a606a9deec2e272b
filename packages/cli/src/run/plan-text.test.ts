import { tcp } from "@wireduel/adapter-tcp";
import { planMatrix } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { planLine, planText } from "./plan-text.js";

const plan = planMatrix({
  adapters: [tcp({ label: "a" }), tcp({ label: "b" })],
  payload: { sizeBytes: 10_000 },
  budgetMs: 60_000,
  margin: 0.07,
});

describe("a plan", () => {
  it("in one line has the adapters, the cell and the time", () => {
    expect(planLine(plan)).toMatch(/^a; b: 10 kB, no network, 1 at a time\. Time: 1m,/);
  });

  it("shows the margin without rounding errors", () => {
    expect(planText(plan)).toContain(" 7 %");
  });
});
