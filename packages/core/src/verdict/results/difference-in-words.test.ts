import { expect, it } from "vitest";
import { differenceInWords } from "./difference-in-words.js";

const of = "ws";

it("has both values", () => {
  const kernel = { name: "kernel", of: null, what: "kernel", base: "6.1", head: null } as const;
  expect(differenceInWords(kernel)).toBe('kernel: kernel is "6.1" in base, none in head');
  const busy = { name: "busy", of: null, what: "machine", base: "busy", head: "busy" } as const;
  expect(differenceInWords(busy)).toBe('busy: machine is "busy" in both');
});

it("has only the fields of objects that differ, and at most three", () => {
  const difference = (base: object, head: object) =>
    differenceInWords({ name: "payload", of, what: "payload", base, head } as Parameters<
      typeof differenceInWords
    >[0]);
  expect(
    difference(
      { reply: 0, sources: [{ kind: "text", bytes: 1 }] },
      { reply: 0, sources: [{ kind: "text" }] },
    ),
  ).toBe("payload: payload.sources[0].bytes of ws is 1 in base, none in head");
  expect(difference({ a: 1, b: 1, c: 1, d: 1 }, { a: 2, b: 2, c: 2, d: 2 })).toMatch(
    /payload.c of ws is .*; 1 more/,
  );
});
