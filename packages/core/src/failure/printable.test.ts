import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, printableLine } from "./printable.js";

describe("printable", () => {
  it.each([
    ["plain text", "größer, 日本, 👍", "größer, 日本, 👍"],
    ["lines", "a\r\nb\rc\n\td", "a\nb\nc\n\td"],
    ["colours", "\u001b[1;31mred\u001b[0m", "red"],
    ["a title of the terminal", "\u001b]0;mine\u0007", "\ufffd]0;mine\ufffd"],
    ["a command in one character", "\u009b2Jgone", "gone"],
    ["text that is turned around", "a\u202eb\u2066c", "a\ufffdb\ufffdc"],
    ["half a character", "a\ud800b", "a\ufffdb"],
  ])("of %s", (_, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it("is never longer than allowed, and has nothing that a terminal obeys", () => {
    const unit = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom("\u001b", "\u001b[", "\u009b", "\r", "\n"),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 10 }), fc.integer({ min: 1, max: 50 }), (parts, most) => {
        const text = parts.join("");
        expect(printable(text, most).length).toBeLessThanOrEqual(most);
        expect(printable(text)).not.toMatch(/(?![\n\t])\p{Cc}/u);
        expect(printableLine(text)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
