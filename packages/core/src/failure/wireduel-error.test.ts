import { spawnSync } from "node:child_process";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import { ERROR_CODES, PAYLOAD_ERROR_CODES, ROUND_ERROR_CODES, STOP_CODES, WARNING_CODES } from "./codes.js";
import { asWireduelError, messageOf, WireduelError } from "./wireduel-error.js";

describe("WireduelError", () => {
  it("is an Error with a code, and its cause if there is one", () => {
    const cause = new Error("why");
    const error = new WireduelError("LISTEN_FAILED", "no", { cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "WireduelError", code: "LISTEN_FAILED", message: "no", cause });
    expect(new WireduelError("ABORTED", "no").result).toBeUndefined();
    expect("cause" in new WireduelError("ABORTED", "no")).toBe(false);
  });

  it("has a message that can be printed, whoever wrote a part of it", () => {
    expect(new WireduelError("CONNECT_FAILED", "a\u001b[2J\u202eb\nc").message).toBe("a\ufffdb\nc");
  });

  describe("with a result", () => {
    const cause = new Error("why");
    const result = buildResult([buildTiming("WebSocket", buildRound([1, 2, 3]))]);
    const error = new WireduelError("ABORTED", "it was stopped", { cause, result });

    it("keeps it reachable, and out of everything that prints the error", () => {
      expect(error.result).toBe(result);
      for (const text of [inspect(error), JSON.stringify(error), String(error), error.stack]) {
        expect(text).toContain("it was stopped");
        expect(text).not.toContain("timings");
      }
    });

    it("prints its message, code and cause once each", () => {
      const lines = inspect(error).split("\n");
      expect(lines[0]).toBe("WireduelError: it was stopped");
      for (const part of ["WireduelError", "it was stopped", "ABORTED", "Error: why"]) {
        expect(lines.filter((line) => line.includes(part))).toHaveLength(1);
      }
    });

    it("is plain data in JSON", () => {
      const data = { name: "WireduelError", code: "ABORTED", message: "it was stopped" };
      expect(JSON.parse(JSON.stringify({ error }))).toEqual({ error: data });
    });

    it("can be cloned, with its message and cause", () => {
      expect(structuredClone(error)).toMatchObject({ message: "it was stopped", cause: { message: "why" } });
    });
  });

  it("that nobody catches prints its message and code, not its result", () => {
    const module = JSON.stringify(new URL("./wireduel-error.ts", import.meta.url).href);
    const script = `import { WireduelError } from ${module};
      const result = { timings: Array.from({ length: 900 }, () => ({ label: "long" })) };
      throw new WireduelError("RECEIVER_LOST", "the receiver ended", { result });`;
    const flags = ["--import", "tsx", "--input-type=module", "--eval", script];
    const { stderr, status } = spawnSync(process.execPath, flags, { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toContain("WireduelError: the receiver ended");
    expect(stderr).toContain("RECEIVER_LOST");
    expect(stderr).not.toContain("long");
  });
});

describe("messageOf", () => {
  it.each<[string, unknown, string]>([
    ["an error", new Error("no"), "no"],
    ["an error without a message", new TypeError(), "TypeError"],
    ["a string", "no", "no"],
    ["undefined", undefined, "undefined"],
    ["an error that a peer wrote", new Error("\u001b[31mred\u0007"), "red\ufffd"],
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
