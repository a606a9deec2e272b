import { expect, it } from "vitest";
import { element, xmlOf } from "./xml.js";

it("replaces what XML does not allow or discourages, and keeps tabs and line breaks", () => {
  const bad = [0x00, 0x08, 0x0b, 0x1f, 0x7f, 0x9b, 0xd800, 0xfffe, 0xffff].map((code) =>
    String.fromCharCode(code),
  );
  const text = `\t\n\r é 😀 ${bad.join("")}`;
  expect(xmlOf(element("a", {}, text))).toContain(`<a>\t\n\r é 😀 ${"\ufffd".repeat(bad.length)}</a>`);
});
