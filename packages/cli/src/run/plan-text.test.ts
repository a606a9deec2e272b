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

  it("says how many senders, receivers and connections there are", () => {
    const several = planMatrix({
      adapters: [tcp()],
      payload: { sizeBytes: 1_000 },
      senders: 4,
      receivers: 2,
      count: 8,
    });
    expect(planLine(several)).toContain(", 4 senders, 2 receivers, 4 connections. ");
  });

  it("shows the margin without rounding errors", () => {
    expect(planText(plan)).toContain(" 7 %");
  });
});
