import { describe, expect, it } from "vitest";
import { buildComparison } from "../fixtures/build-result.js";
import type { Comparison, Verdict } from "./comparison.js";
import { fastestOfCell } from "./fastest-of-cell.js";

/** a compared with the reference R, unless another is given. */
function compared(
  label: string,
  verdict: Verdict,
  [low, high]: readonly [number, number] | readonly [null, null] = [null, null],
  more: Partial<Comparison> = {},
): Comparison {
  return buildComparison(label, { to: "R", verdict, ratio: low, low, high, ...more });
}

function fastest(labels: readonly string[], comparisons: readonly Comparison[]) {
  const { verdict, labels: leaders, invalid } = fastestOfCell(labels, comparisons, 3);
  return [verdict, leaders.join(""), invalid.join("")];
}

describe("the fastest of a cell", () => {
  it.each<[string, readonly Comparison[], readonly string[]]>([
    [
      "is the reference",
      [compared("A", "slower", [1.1, 1.2]), compared("B", "slower", [2, 3])],
      ["one", "R", ""],
    ],
    [
      "is one that beats the reference and, by its interval, the others",
      [compared("A", "faster", [0.4, 0.5]), compared("B", "faster", [0.6, 0.9])],
      ["one", "A", ""],
    ],
    [
      "is undecided between two whose intervals overlap",
      [compared("A", "faster", [0.4, 0.7]), compared("B", "faster", [0.6, 0.9])],
      ["undecided", "AB", ""],
    ],
    [
      "beats one that is undecided against the reference, by its interval",
      [compared("A", "faster", [0.4, 0.5]), compared("B", "undecided", [0.8, 1.2])],
      ["one", "A", ""],
    ],
    [
      "is shared by those that are the same as the reference",
      [compared("A", "same", [0.98, 1.02]), compared("B", "slower", [2, 3])],
      ["same", "RA", ""],
    ],
    [
      "is undecided if one of the rest is",
      [compared("A", "same", [0.98, 1.02]), compared("B", "undecided", [0.8, 1.3])],
      ["undecided", "RAB", ""],
    ],
    [
      "leaves out what is not valid",
      [compared("A", "invalid"), compared("B", "slower", [2, 3])],
      ["one", "R", "A"],
    ],
    ["is unknown if nothing valid was compared", [compared("A", "invalid")], ["unknown", "", "RAB"]],
    ["is unknown without comparisons", [], ["unknown", "", "RAB"]],
    [
      "does not depend on measures that do not decide",
      [
        compared("A", "slower", [2, 3]),
        compared("B", "slower", [2, 3]),
        compared("A", "faster", [0.1, 0.2], { by: "cpu", decides: false }),
      ],
      ["one", "R", ""],
    ],
    [
      "uses a direct comparison, in either direction",
      [
        compared("A", "faster", [0.4, 0.7]),
        compared("B", "faster", [0.6, 0.9]),
        compared("B", "slower", [1.1, 1.4], { to: "A" }),
      ],
      ["one", "A", ""],
    ],
    [
      "is undecided if intervals contradict each other",
      [
        compared("A", "faster", [0.8, 0.9]),
        compared("B", "slower", [1.1, 1.2]),
        compared("B", "faster", [0.8, 0.9], { to: "A" }),
      ],
      ["undecided", "RAB", ""],
    ],
  ])("%s", (_, comparisons, expected) => {
    expect(fastest(["R", "A", "B"], comparisons)).toEqual(expected);
  });

  it("has the larger ratio if it is about throughput", () => {
    const by: Partial<Comparison> = { by: "throughput", decides: true };
    const comparisons = [compared("A", "faster", [1.5, 1.6], by), compared("B", "faster", [1.1, 1.2], by)];
    expect(fastest(["R", "A", "B"], comparisons)).toEqual(["one", "A", ""]);
  });

  it("names its cell and its measure", () => {
    expect(fastestOfCell(["R", "A"], [compared("A", "same")], 3)).toMatchObject({
      cell: 3,
      by: "transmission",
    });
    expect(fastestOfCell(["R", "A"], [], 3)).toMatchObject({ cell: 3, by: null });
  });
});
