import { describe, expect, it } from "vitest";
import { within } from "./within.js";

const slow = () => new Error("too slow");

describe("within", () => {
  it("waits for what Node's timers cannot", async () => {
    const answer = new Promise((resolve) => setTimeout(() => resolve("late"), 20));
    expect(await within(answer, 2 ** 32, slow)).toBe("late");
  });

  it("rejects when time is up, or the signal aborts", async () => {
    const never = new Promise(() => {});
    await expect(within(never, 1, slow)).rejects.toThrow("too slow");
    const signal = AbortSignal.abort(new Error("aborted"));
    await expect(within(never, 2 ** 32, slow, signal)).rejects.toThrow("aborted");
  });
});
