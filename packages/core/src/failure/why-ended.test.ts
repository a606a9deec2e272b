import { expect, it } from "vitest";
import { throwIfAborted, whyEnded } from "./why-ended.js";
import { WireduelError } from "./wireduel-error.js";

const lost = new WireduelError("RECEIVER_LOST", "the receiver process ended with SIGINT");

it.each([
  ["a failure", lost, undefined, "RECEIVER_LOST"],
  ["anything else that is thrown", "text", undefined, "UNEXPECTED"],
  ["a failure while the signal is quiet", lost, new AbortController().signal, "RECEIVER_LOST"],
  ["a failure after the caller aborted", lost, AbortSignal.abort(), "ABORTED"],
  ["anything else after the caller aborted", "text", AbortSignal.abort(), "ABORTED"],
])("%s is the reason, unless the caller aborted", (_, error, signal, code) => {
  expect(whyEnded(error, signal).code).toBe(code);
});

it("throws only if the caller aborted", () => {
  for (const signal of [undefined, new AbortController().signal]) throwIfAborted(signal);
  expect(() => throwIfAborted(AbortSignal.abort())).toThrow(expect.objectContaining({ code: "ABORTED" }));
});

it("keeps the first error as the cause", () => {
  expect(whyEnded(lost, AbortSignal.abort()).cause).toBe(lost);
  expect(whyEnded(lost, undefined)).toBe(lost);
});
