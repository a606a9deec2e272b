import { expect, it } from "vitest";
import { terminalPicture } from "./terminal-picture.js";

it("a style of a terminal ends where its code says so", () => {
  const styled = ["1", "2", "31"].map(
    (code) => `\u001B[${code}m<${code}>\u001B[${code === "31" ? 39 : 22}m plain`,
  );
  const texts = [...terminalPicture(styled.join("\n")).matchAll(/<text[^>]*>(.*)<\/text>/g)].map(
    ([, text]) => text,
  );
  expect(texts).toEqual(
    ['bold">&lt;1', 'dim">&lt;2', 'red">&lt;31'].map((one) => `<tspan class="${one}></tspan> plain`),
  );
});
