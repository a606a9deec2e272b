import { describe, expect, it } from "vitest";
import { PayloadSet } from "./payload-set.js";
import { repliesTo } from "./payload-source.js";

const bytes = (value: number) => Uint8Array.of(value);

describe("PayloadSet", () => {
  it("takes turns between sources, and repeats the payloads of each", () => {
    const set = new PayloadSet([[1, 2, 3].map(bytes), [10].map(bytes), [20, 21].map(bytes)]);
    const numbers = Array.from({ length: 12 }, (_, number) => set.at(number)[0]);
    expect(numbers).toEqual([1, 10, 20, 2, 10, 21, 3, 10, 20, 1, 10, 21]);
  });

  it("has a payload for negative numbers, which precede number 0", () => {
    const set = new PayloadSet([[1, 2, 3].map(bytes), [20, 21].map(bytes)]);
    const cycle = 2 * 3 * 2;
    for (let number = -cycle; number < 0; number++) expect(set.at(number)).toBe(set.at(number + cycle));
  });

  it("generates equal payloads once", () => {
    const source = { kind: "random", sizeBytes: 5, distinct: 2, seed: 1 } as const;
    expect(PayloadSet.of([source]).at(1)).toBe(PayloadSet.of([source]).at(1));
    expect(PayloadSet.of([source]).at(0)).not.toEqual(PayloadSet.of([source]).at(1));
  });
});

describe("repliesTo", () => {
  const generated = (kind: "json" | "text") => ({ kind, sizeBytes: 10, distinct: 1, seed: 1 }) as const;
  const given = { kind: "file", from: "x", payloads: [bytes(1)] } as const;

  it("is null without reply bytes", () => {
    expect(repliesTo([given], 0, 10)).toBeNull();
  });

  it("has the kind of the payloads if they are all generated as one kind", () => {
    const kindOf = (...sources: Parameters<typeof repliesTo>[0]) => repliesTo(sources, 5, 10)?.kind;
    expect(kindOf(generated("json"), generated("json"))).toBe("json");
    expect(kindOf(generated("json"), generated("text"))).toBe("random");
    expect(kindOf(given)).toBe("random");
    expect(kindOf(generated("json"), given)).toBe("random");
  });
});
