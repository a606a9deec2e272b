import { describe, expect, it } from "vitest";
import { base64 } from "./base64-kind.js";

const bytes = base64("bytes in base64");
const whole = Buffer.alloc(3_000, 0xa5).toString("base64");

describe("base64", () => {
  it.each([
    ["nothing", ""],
    ["whole triplets", "QUJD"],
    ["padding", "QQ=="],
    ["many bytes", whole],
  ])("takes %s", (_, value) => {
    expect(bytes.parse("data", value)).toBe(value);
  });

  it.each([
    ["a control character", `${whole.slice(0, 2_103)}\0${whole.slice(2_104)}`, "2104 of 4000", '"\\u0000"'],
    ["a character of another alphabet", "QUJ-", "4 of 4", '"-"'],
    ["padding in the middle", "QQ==QUJD", "3 of 8", '"="'],
    ["too much padding", "QQ===", "3 of 5", '"="'],
  ])("refuses %s, and says where it is", (_, value, place, character) => {
    expect(() => bytes.parse("data", value)).toThrow(
      expect.objectContaining({
        code: "INVALID_OPTION",
        message: expect.stringContaining(`(character ${place} is ${character})`),
      }),
    );
  });

  it.each([[1], [null], [undefined], [Buffer.from("QUJD")]])("refuses %s, which is no text", (value) => {
    expect(() => bytes.parse("data", value)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });
});
