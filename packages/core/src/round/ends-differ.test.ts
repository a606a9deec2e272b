import { describe, expect, it } from "vitest";
import { buildEnd } from "../fixtures/build-result.js";
import { endsDiffer } from "./ends-differ.js";

const end = buildEnd({ flags: ["--expose-gc", "--inspect=9229"] });

describe("endsDiffer", () => {
  it.each([
    ["the version of Node", buildEnd({ flags: ["--expose-gc"], node: "22.1.0" }), ["20.19.0", "22.1.0"]],
    ["the version of core", buildEnd({ flags: ["--expose-gc"], core: "9.0.0" }), ["0.1.0", "9.0.0"]],
    [
      "a library",
      buildEnd({ flags: ["--expose-gc"], libraries: { ws: "8.1.0", more: "1.0.0" } }),
      ["ws 8.0.0", "8.1.0"],
    ],
    ["a flag of the sender", buildEnd({ flags: [] }), ["only the sender", "--expose-gc"]],
    [
      "a flag of the receiver",
      buildEnd({ flags: ["--max-semi-space-size=1", "--expose-gc"] }),
      ["only the receiver", "--max-semi-space-size=1"],
    ],
  ])("names %s", (_, receiver, named) => {
    for (const part of named) expect(endsDiffer(end, receiver)).toContain(part);
  });

  it("ignores what does not change the numbers", () => {
    // An end may not know its libraries.
    expect(
      endsDiffer(end, buildEnd({ flags: ["--import=tsx", "--expose-gc"], libraries: {} })),
    ).toBeUndefined();
  });
});
