import { describe, expect, it } from "vitest";
import { parseArguments } from "./parse-arguments.js";

const NAMES = { tap: 0, soak: 1 };

describe("parseArguments", () => {
  it.each([
    [[], { kind: "targets", mode: "targets", rounds: null, out: null }],
    [["--quick"], { kind: "targets", mode: "quick", rounds: null, out: null }],
    [["--full", "--rounds", "12"], { kind: "targets", mode: "full", rounds: 12, out: null }],
    [["--out", "elsewhere"], { kind: "targets", mode: "targets", rounds: null, out: "elsewhere" }],
    [["tap"], { kind: "named", name: "tap", args: [] }],
    [["soak", "3"], { kind: "named", name: "soak", args: ["3"] }],
  ])("reads %j", (args, asked) => {
    expect(parseArguments(args, NAMES)).toEqual(asked);
  });

  it.each([
    [["tab"], 'expected nothing, --quick, --full, --rounds N, --out FOLDER, or tap, soak, got "tab"'],
    [["constructor"], /^expected nothing.*got "constructor"$/],
    [["--quick", "--full"], 'expected one of --quick and --full, once, got "--quick --full"'],
    [["--rounds"], 'expected a whole number from 1 to 999 after --rounds, got ""'],
    [["--rounds", "1e3"], /got "1e3"$/],
    [["--rounds", "0"], /got "0"$/],
    [["--out"], 'expected a folder after --out, got ""'],
    [["--out", "--quick"], /a folder after --out, got "--quick"$/],
    [["tap", "3"], 'expected no more after tap, got "3"'],
  ])("refuses %j in one line", (args, message) => {
    const asked = parseArguments(args, NAMES);
    expect(asked).toEqual({ kind: "wrong", message: expect.stringMatching(message) });
    expect(asked.kind === "wrong" && asked.message).not.toContain("\n");
  });
});
