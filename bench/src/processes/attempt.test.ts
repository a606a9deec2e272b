import { afterEach, expect, it, vi } from "vitest";
import { attempt } from "./attempt.js";

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const stderr = () => vi.spyOn(process.stderr, "write").mockReturnValue(true);

it("gives the result, and names what it measures", async () => {
  const written = stderr();
  expect(await attempt("run 1", new AbortController().signal, async () => 7)).toBe(7);
  expect(written.mock.calls).toEqual([["bench: run 1\n"]]);
  expect(process.exitCode).toBeUndefined();
});

it("reports a failure, and makes the process fail at its end", async () => {
  const written = stderr();
  const failing = () => Promise.reject(new Error("no port"));
  expect(await attempt("run 1", new AbortController().signal, failing)).toBeUndefined();
  expect(written).toHaveBeenLastCalledWith("bench: run 1 failed: no port\n");
  expect(process.exitCode).toBe(1);
});

it("is silent about what an interruption ended, and begins nothing after it", async () => {
  const written = stderr();
  const stop = new AbortController();
  await attempt("run 1", stop.signal, async () => {
    stop.abort();
    throw new Error("aborted");
  });
  await attempt("run 2", stop.signal, () => Promise.reject(new Error("began")));
  expect(written.mock.calls).toEqual([["bench: run 1\n"]]);
  expect(process.exitCode).toBeUndefined();
});
