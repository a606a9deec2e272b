import { describe, expect, it } from "vitest";
import { hasColors, isInteractive } from "./terminal.js";

const tty = { isTTY: true, columns: 80, rows: 24 };
const TERM = "xterm";

describe("hasColors", () => {
  it.each<[string, boolean, Record<string, string>, "auto" | "always" | "never", boolean]>([
    ["a terminal", true, { TERM }, "auto", true],
    ["a pipe", false, { TERM }, "auto", false],
    ["NO_COLOR", true, { TERM, NO_COLOR: "1" }, "auto", false],
    ["an empty NO_COLOR, which is none", true, { TERM, NO_COLOR: "" }, "auto", true],
    ["FORCE_COLOR", false, { FORCE_COLOR: "1" }, "auto", true],
    ["FORCE_COLOR=0", true, { TERM, FORCE_COLOR: "0" }, "auto", false],
    ["FORCE_COLOR and NO_COLOR, as Node does", false, { FORCE_COLOR: "1", NO_COLOR: "1" }, "auto", true],
    ["TERM=dumb", true, { TERM: "dumb" }, "auto", false],
    ["always", false, { TERM: "dumb", NO_COLOR: "1" }, "always", true],
    ["never", true, { TERM, FORCE_COLOR: "1" }, "never", false],
  ])("is right for %s", (_, isTTY, env, choice, expected) => {
    expect(hasColors(isTTY ? tty : {}, env, choice)).toBe(expected);
  });
});

describe("isInteractive", () => {
  it.each<[string, boolean, Record<string, string>, boolean]>([
    ["a terminal", true, { TERM }, true],
    ["a pipe", false, { TERM }, false],
    ["TERM=dumb", true, { TERM: "dumb" }, false],
    ["a CI job with a terminal", true, { TERM, CI: "true" }, false],
    ["CI=false", true, { TERM, CI: "false" }, true],
    ["NO_COLOR, which is only about colours", true, { TERM, NO_COLOR: "1" }, true],
  ])("is right for %s", (_, isTTY, env, expected) => {
    expect(isInteractive(isTTY ? tty : {}, env)).toBe(expected);
  });
});
