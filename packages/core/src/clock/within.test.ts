import { describe, expect, it } from "vitest";
import { within } from "./within.js";

const slow = () => new Error("too slow");

describe("within", () => {
  it("supports waits longer than Node's timers do", async () => {
    const answer = new Promise((resolve) => setTimeout(() => resolve("late"), 20));
    expect(await within(answer, 2 ** 32, slow)).toBe("late");
  });

  it("rejects after the timeout, or when the signal aborts", async () => {
    const never = new Promise(() => {});
    await expect(within(never, 1, slow)).rejects.toThrow("too slow");
    const signal = AbortSignal.abort(new Error("aborted"));
    await expect(within(never, 2 ** 32, slow, signal)).rejects.toThrow("aborted");
  });
});
