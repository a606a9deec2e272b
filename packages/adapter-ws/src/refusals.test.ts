import { WireduelError } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { ws } from "./index.js";

/** What a hurried or untyped caller passes. */
const junk = [null, {}, [], -5, Number.NaN, "x", () => undefined];

function refusal(options: unknown): WireduelError | undefined {
  try {
    ws(options as never);
    return undefined;
  } catch (error) {
    if (error instanceof WireduelError) return error;
    throw error;
  }
}
const codeOf = (options: unknown) => refusal(options)?.code ?? "accepted";

/** The names of all options, as an error lists them. The text of a label is free. */
const [, list = ""] = refusal({ unknownOption: 1 })?.message.split("nown are ") ?? [];
const names = [...list.matchAll(/`(\w+)`/g)]
  .map(([, name]) => name as string)
  .filter((name) => name !== "label");

describe("ws()", () => {
  it.each(junk.filter((value) => JSON.stringify(value) !== "{}"))(
    "refuses %j instead of options",
    (value) => {
      expect(codeOf(value)).toBe("INVALID_OPTION");
    },
  );

  it("has options", () => {
    for (const common of ["codec", "direction", "tls", "profile"]) expect(names).toContain(common);
    expect(names.length).toBeGreaterThan(4);
  });

  it.each(names)("refuses nonsense for its option %s, and never fails in another way", (option) => {
    const codes = junk.map((value) => codeOf({ [option]: value }));
    const refused = codes.filter((code) => code === "INVALID_OPTION");
    // Some options may be null, or an object whose fields all have defaults.
    expect(refused.length).toBeGreaterThanOrEqual(junk.length - 3);
    expect(codes.every((code) => code === "INVALID_OPTION" || code === "accepted")).toBe(true);
    expect(codeOf({ [option]: undefined })).toBe("accepted");
  });

  it("refuses an option of another adapter, and a misspelt one", () => {
    expect(codeOf({ anotherOption: true })).toBe("INVALID_OPTION");
    expect(codeOf({ profil: "tuned" })).toBe("INVALID_OPTION");
  });

  it.each<[string, () => unknown]>([
    // @ts-expect-error
    ["a misspelt option", () => ws({ perMessageDeflat: true })],
    // @ts-expect-error
    ["an unknown codec", () => ws({ codec: "json" })],
    // @ts-expect-error
    ["an option of another adapter", () => ws({ windowBytes: 65_535 })],
    // @ts-expect-error
    ["an unknown choice", () => ws({ mask: "none" })],
  ])("is refused by the compiler, too: %s", (_, make) => {
    expect(make).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
    expect(ws({ codec: "json-base64", mask: "zero", tls: "local" }).protocol.name).toBe("ws");
  });
});
