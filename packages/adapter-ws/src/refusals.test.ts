import { WireduelError } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { ws } from "./index.js";

/** What a hurried or untyped caller passes. No option accepts any of it, except where it is absent. */
const junk = [null, {}, [], -5, Number.NaN, "x", () => undefined];
const common = ["codec", "direction", "tls", "profile"];

function codeOf(options: unknown): string {
  try {
    ws(options as never);
    return "accepted";
  } catch (error) {
    if (error instanceof WireduelError) return error.code;
    throw error;
  }
}

describe("ws()", () => {
  it.each(junk.filter((value) => JSON.stringify(value) !== "{}"))(
    "refuses %j instead of options",
    (value) => {
      expect(codeOf(value)).toBe("INVALID_OPTION");
    },
  );

  it.each(["path", "perMessageDeflate", "mask", "bufferutil", "coalesce", "fragmentBytes"])(
    "refuses nonsense for its option %s",
    (option) => {
      for (const value of junk) expect(codeOf({ [option]: value })).toBe("INVALID_OPTION");
      expect(codeOf({ [option]: undefined })).toBe("accepted");
    },
  );

  it.each(common)("refuses nonsense for the common option %s", (option) => {
    for (const value of junk) {
      // Empty TLS settings trust the authorities of Node.
      if (option === "tls" && JSON.stringify(value) === "{}") continue;
      expect(codeOf({ [option]: value })).toBe("INVALID_OPTION");
    }
  });

  it("refuses an option of another adapter, and a misspelt one", () => {
    expect(codeOf({ anotherOption: true })).toBe("INVALID_OPTION");
    expect(codeOf({ profil: "tuned" })).toBe("INVALID_OPTION");
  });
});
