import { describe, expect, it } from "vitest";
import { parseCommandLine, UsageError } from "./command-line.js";

const NAMES = { tap: 0, soak: 1 };

/** The message of the refusal. */
function refusal(args: readonly string[]): string {
  try {
    parseCommandLine(args, NAMES);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error(`${args.join(" ")} was accepted`);
}

describe("parseCommandLine", () => {
  it.each([
    [[], { kind: "targets", mode: "targets", rounds: null, out: null }],
    [["--quick"], { kind: "targets", mode: "quick", rounds: null, out: null }],
    [["--full", "--rounds", "12"], { kind: "targets", mode: "full", rounds: 12, out: null }],
    [["--out", "elsewhere"], { kind: "targets", mode: "targets", rounds: null, out: "elsewhere" }],
    [["tap"], { kind: "named", name: "tap", args: [] }],
    [["soak", "3"], { kind: "named", name: "soak", args: ["3"] }],
  ])("reads %j", (args, command) => {
    expect(parseCommandLine(args, NAMES)).toEqual(command);
  });

  it.each([
    [["--fast"], "--fast"],
    [["--quick", "--full"], "--quick"],
    [["--rounds"], "--rounds"],
    [["--rounds", "1e3"], "1e3"],
    [["--rounds", "0"], "0"],
    [["--out"], "--out"],
    [["--out", "--quick"], "--out"],
    [["--out="], "--out"],
    [["tab"], "tab"],
    [["constructor"], "constructor"],
    [["tap", "3"], "3"],
    [["tap", "--quick"], "--quick"],
  ])("refuses %j in one line that names it", (args, named) => {
    const message = refusal(args);
    expect(message).toContain(named);
    expect(message).not.toContain("\n");
  });

  it("lists the named benches when a name is unknown", () => {
    expect(refusal(["tab"])).toContain("tap, soak");
  });
});
