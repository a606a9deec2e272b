import { WireduelError } from "@wireduel/core";
import { expect, it } from "vitest";
import { UsageError } from "../failure.js";
import { buildContext } from "../fixtures/build-context.js";
import { reportFailure } from "./report-failure.js";

/** An error of another copy of core, which an adapter of the user's own may import. */
const ofOtherCopy = (code: string) => Object.assign(new Error("no"), { name: "WireduelError", code });

it.each([
  ["a usage error", new UsageError("no"), 2],
  ["a wrong option", new WireduelError("INVALID_OPTION", "no"), 2],
  ["a wrong option, of another copy of core", ofOtherCopy("INVALID_OPTION"), 2],
  ["a failed run", new WireduelError("CONNECT_FAILED", "no"), 1],
  ["a failed run, of another copy of core", ofOtherCopy("CONNECT_FAILED"), 1],
])("%s is one line", (_, error, code) => {
  const context = buildContext();
  expect(reportFailure(error, "wireduel --help", context)).toBe(code);
  expect(context.errors.join("").trimEnd().split("\n")).toHaveLength(1);
});

it.each([
  ["LISTEN_FAILED", "senders.join cannot listen on a:1", "--join-port"],
  ["COORDINATOR_UNREACHABLE", "no run answered at http://a:1 within 5 ms", "--wait"],
  ["UNKNOWN_ADAPTER", 'a has no adapter "mine" (run http://a:1)', "./my-adapter.js"],
  ["SENDER_REJECTED", 'a sender "a" has joined already', "--label"],
  ["SENDERS_MISSING", "1 of 2", "--join-timeout"],
] as const)("%s comes with what to type: %s", (code, message, advice) => {
  const context = buildContext();
  reportFailure(new WireduelError(code, message), "", context);
  expect(context.errors.join("")).toContain(advice);
  const other = buildContext();
  if (code !== "SENDERS_MISSING") reportFailure(new WireduelError(code, "something else"), "", other);
  expect(other.errors.join("")).not.toContain(advice);
});

it("shows no commands to a terminal that a file or a peer wrote", () => {
  const hostile = "\u001b[2J \u009b2J \u202e";
  const context = buildContext();
  for (const error of [new UsageError(hostile), new WireduelError("INVALID_RESULT", hostile)]) {
    reportFailure(error, "wireduel --help", context);
  }
  for (const text of context.errors) expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
});
