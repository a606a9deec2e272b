import { joinFrame } from "@wireduel/core/adapter";
import { describe, expect, it } from "vitest";
import { Body } from "./body.js";

function bodyOf(announced: number, ...chunks: readonly string[]) {
  const body = new Body(announced);
  for (const chunk of chunks) body.add(Buffer.from(chunk));
  return body;
}

describe("Body", () => {
  it.each([
    ["as many bytes as announced", 6],
    ["no announced length", Number.NaN],
    ["fewer bytes than announced", 9],
    ["more bytes than announced", 4],
  ])("has all bytes in order: %s", (_, announced) => {
    const body = bodyOf(announced, "ab", "cd", "ef");
    const end = body.end();
    expect(Buffer.from(end instanceof Uint8Array ? end : joinFrame(end)).toString()).toBe("abcdef");
  });

  it("is one piece if its length was announced", () => {
    expect(bodyOf(4, "ab", "cd").end()).toBeInstanceOf(Uint8Array);
  });

  it("is its only chunk, not a copy", () => {
    const chunk = Buffer.from("abc");
    for (const announced of [3, Number.NaN]) {
      const body = new Body(announced);
      body.add(chunk);
      expect(body.end()).toBe(chunk);
    }
  });

  it("can be empty", () => {
    expect(bodyOf(0).end()).toEqual([]);
  });
});
