import { describe, expect, it } from "vitest";
import { RoundLife } from "./round-status.js";

describe("RoundLife", () => {
  it("keeps the first reason, whatever those who hear of it do next", () => {
    const heard: string[] = [];
    const life: RoundLife = new RoundLife(({ code }) => {
      heard.push(code);
      // As a listener does that throws when payloads fail.
      life.end({ code: "LISTENER_FAILED", message: "later" });
    });
    life.end({ code: "ABORTED", message: "first" });
    expect([heard, life.early?.code]).toEqual([["ABORTED"], "ABORTED"]);
    expect(life.signal.aborted).toBe(true);
  });
});
