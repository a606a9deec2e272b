import { expect, it } from "vitest";
import { UsageError } from "../failure.js";
import { senderLabel } from "./label.js";

it.each([
  ["its flag", "a", { JOB_COMPLETION_INDEX: "3" }, "a"],
  ["the number of its task", undefined, { JOB_COMPLETION_INDEX: "3" }, "sender-3"],
  ["its host, if that number is empty", undefined, { JOB_COMPLETION_INDEX: "" }, "host"],
  ["its host", undefined, {}, "host"],
])("a sender is called by %s", (_, given, env, expected) => {
  expect(senderLabel(given, env, "host")).toBe(expected);
});

it.each([
  ["JOB_COMPLETION_INDEX", { JOB_COMPLETION_INDEX: "3\n4" }, "host"],
  ["host", {}, "h".repeat(101)],
])("a name of %s that is none is refused", (named, env, host) => {
  const naming = () => senderLabel(undefined, env, host);
  expect(naming).toThrow(UsageError);
  expect(naming).toThrow(named);
});
