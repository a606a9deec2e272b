import { describe, expect, it } from "vitest";
import { ERROR_CODES, PAYLOAD_ERROR_CODES, ROUND_ERROR_CODES, STOP_CODES, WARNING_CODES } from "./codes.js";
import { asWireduelError, messageOf, WireduelError } from "./wireduel-error.js";

describe("WireduelError", () => {
  it("is an Error with a code, and its cause if there is one", () => {
    const cause = new Error("why");
    const error = new WireduelError("LISTEN_FAILED", "no", { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "WireduelError", code: "LISTEN_FAILED", message: "no", cause });
    expect(new WireduelError("ABORTED", "no").result).toBeUndefined();
  });
});

describe("messageOf", () => {
  it.each<[string, unknown, string]>([
    ["an error", new Error("no"), "no"],
    ["an error without a message", new TypeError(), "TypeError"],
    ["a string", "no", "no"],
    ["undefined", undefined, "undefined"],
    ["several errors without a message", new AggregateError([new Error("a"), new Error("b")]), "a; b"],
    ["several errors with a message", new AggregateError([new Error("a")], "all"), "all"],
    ["nested errors", new AggregateError([new AggregateError([new Error("a")]), "b"]), "a; b"],
  ])("of %s", (_, thrown, expected) => {
    expect(messageOf(thrown)).toBe(expected);
  });
});

describe("asWireduelError", () => {
  it("returns a WireduelError unchanged, and wraps anything else with its cause", () => {
    const own = new WireduelError("ABORTED", "mine");
    expect(asWireduelError(own, "UNEXPECTED", "it")).toBe(own);
    const cause = new Error("no");
    const wrapped = asWireduelError(cause, "CONNECT_FAILED", "it");
    expect(wrapped).toMatchObject({ code: "CONNECT_FAILED", message: "it: no", cause });
  });
});

describe("codes", () => {
  it.each([
    ["errors", ERROR_CODES],
    ["payload errors", PAYLOAD_ERROR_CODES],
    ["round errors", ROUND_ERROR_CODES],
    ["stops", STOP_CODES],
    ["warnings", WARNING_CODES],
  ])("of %s are all different", (_, codes) => {
    expect(new Set<string>(codes).size).toBe(codes.length);
  });

  it("that stop a round are also codes of payloads, rounds and runs", () => {
    for (const code of STOP_CODES) {
      for (const codes of [PAYLOAD_ERROR_CODES, ROUND_ERROR_CODES, ERROR_CODES])
        expect(codes).toContain(code);
    }
  });
});
