import { expect, it } from "vitest";
import { tcp } from "./adapter.js";

it.each<[Parameters<typeof tcp>[0], string]>([
  [{ noDelay: false }, "TCP, Nagle"],
  [{ coalesce: true, direction: "push" }, "TCP, coalesced, push"],
  [{ profile: "tuned", codec: "json-array" }, "TCP, tuned, json-array"],
])("the label of %j is %s", (options, label) => {
  expect(tcp(options).label).toBe(label);
});
