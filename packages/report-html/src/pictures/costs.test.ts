import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../../../core/src/fixtures/build-result.js";
import { endUsing } from "../../../core/src/round/fixtures/measured.js";
import { countOf, pictureOf } from "../fixtures/picture-of.js";

function figureOf(adapters: number, known = true): string {
  const timings = Array.from({ length: adapters }, (_, index) => {
    const [sender, receiver] = [1, 2].map((times) =>
      endUsing(0.5, { cpuMsPerPayload: (index + 1) * times * 0.1 }),
    );
    const ends = known
      ? { ends: { senders: [sender ?? endUsing(0)], receivers: [receiver ?? endUsing(0)] } }
      : {};
    return buildTiming(`adapter ${index}, with a label of usual length`, buildRound([1, 2], ends));
  });
  return pictureOf(buildResult(timings), "costs");
}

describe("what a payload costs", () => {
  it("has a panel for each unit, with the numbers of both ends beside the bars", () => {
    const figure = figureOf(2);
    expect(countOf(figure, ">CPU time per payload, ms<")).toBe(2);
    expect(countOf(figure, ">0.200 / 0.400<")).toBe(2);
    expect(countOf(figure, ">Bytes of the frame per payload<")).toBe(2);
    expect(figure).toContain("<td>0.200<td>0.400");
  });

  it("draws bars in proportion", () => {
    const bars = figureOf(2).matchAll(/<path class="second a(\d)" d="M14 [\d.]+h([\d.]+)/g);
    const [[owner, one = 0] = [], [otherOwner, other = 0] = []] = [...bars].map((bar) =>
      bar.slice(1).map(Number),
    );
    expect([owner, otherOwner]).toEqual([0, 1]);
    expect(other).toBeGreaterThan(0);
    expect(one / other).toBeCloseTo(0.5, 2);
  });

  it("has only what is known", () => {
    expect(figureOf(2, false)).not.toContain("CPU time");
    expect(figureOf(2, false)).toContain("Bytes of the frame");
  });

  it("is small", () => {
    const figure = figureOf(14);
    expect(figure).toContain("<svg ");
    expect(figure.length).toBeLessThan(25_000);
  });
});
