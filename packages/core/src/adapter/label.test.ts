import { describe, expect, it } from "vitest";
import { refusal } from "../options/fixtures/refusal.js";
import { option } from "../options/option.js";
import { memory } from "../testing/memory-adapter.js";
import { defineAdapter } from "./define-adapter.js";
import { distinctLabels, formatBytes } from "./label.js";

const never = () => Promise.reject(new Error("not used"));

const sample = defineAdapter<{ path: string; deflate: boolean; windowBytes: number }>({
  name: "sample",
  title: "Sample",
  supports: { push: true, ordered: true, tls: true },
  options: {
    path: option.text("/"),
    deflate: option.flag(false),
    windowBytes: option.integer(1_024, { min: 0, max: 2 ** 30 }),
  },
  tuned: {
    windowBytes: { value: 2 ** 24, reason: "fewer waits" },
    codec: { value: "json-base64", reason: "for this test" },
  },
  labels: { windowBytes: (bytes) => `${formatBytes(bytes)} windows` },
  listen: never,
  dial: never,
});

describe("an automatic label", () => {
  it.each<[Parameters<typeof sample>[0], string]>([
    [{}, "Sample"],
    [{ windowBytes: 1_024 }, "Sample"],
    [{ windowBytes: 2 ** 24 }, "Sample, 16 MiB windows"],
    [{ deflate: true, path: "/x" }, "Sample, path /x, deflate"],
    [{ codec: "json-array" }, "Sample, json-array"],
    [{ direction: "push", tls: "local" }, "Sample, push, TLS"],
    [{ profile: "tuned" }, "Sample, tuned"],
    [{ path: "a\n\tb\u2028c" }, "Sample, path a b c"],
    // What differs from the profile, also if it is the library's default.
    [{ profile: "tuned", windowBytes: 1_024, codec: "raw" }, "Sample, tuned, 1 KiB windows, raw"],
    [{ profile: "tuned", deflate: true }, "Sample, tuned, deflate"],
  ])("of %j is %s", (options, label) => {
    expect(sample(options).label).toBe(label);
  });
});

it.each(["", "a\nb", "a\u2028b", "\0"])("a given label is one line: %j", (label) => {
  expect(refusal(() => sample({ label }))).toContain("`sample.label`");
});

describe("distinctLabels", () => {
  it("numbers the rows whose label was used before, automatic or not", () => {
    const adapters = [
      memory(),
      memory({ label: "mine" }),
      memory(),
      memory({ label: "mine" }),
      memory({ label: "Memory, row 6" }),
      memory(),
    ];
    expect(distinctLabels(adapters).map(({ label }) => label)).toEqual([
      "Memory",
      "mine",
      "Memory, row 3",
      "mine, row 4",
      "Memory, row 6",
      "Memory, row 6, row 6",
    ]);
  });
});

it.each([
  [0, "0 B"],
  [65_535, "65,535 B"],
  [65_536, "64 KiB"],
  [2 ** 24, "16 MiB"],
  [3 * 2 ** 30, "3 GiB"],
])("formatBytes shows %d as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
