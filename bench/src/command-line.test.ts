import { describe, expect, it } from "vitest";
import { type NamedCommand, parseCommandLine, UsageError } from "./command-line.js";

const BENCHES: Readonly<Record<string, NamedCommand>> = {
  tap: { args: 0 },
  soak: { args: 1 },
  same: { args: 0, options: { runs: { min: 1, max: 99 }, busy: "flag", out: "text" } },
};

/** The message of the refusal. */
function refusal(args: readonly string[]): string {
  try {
    parseCommandLine(args, BENCHES);
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
    [["tap"], { kind: "named", name: "tap", args: [], options: {} }],
    [["soak", "3"], { kind: "named", name: "soak", args: ["3"], options: {} }],
    [["same"], { kind: "named", name: "same", args: [], options: {} }],
    [
      ["same", "--runs", "12", "--busy", "--out=elsewhere"],
      { kind: "named", name: "same", args: [], options: { runs: 12, busy: true, out: "elsewhere" } },
    ],
  ])("reads %j", (args, command) => {
    expect(parseCommandLine(args, BENCHES)).toEqual(command);
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
    [["--quick", "tap"], "tap"],
    [["same", "--rounds", "2"], "--rounds"],
    [["same", "--runs", "100"], "1 to 99 after --runs"],
    [["same", "--runs", "1.5"], "1.5"],
    [["same", "--runs"], "--runs"],
    [["same", "--busy=yes"], "--busy"],
  ])("refuses %j in one line that names it", (args, named) => {
    const message = refusal(args);
    expect(message).toContain(named);
    expect(message).not.toContain("\n");
  });

  it("lists the named benches when a name is unknown", () => {
    expect(refusal(["tab"])).toContain("tap, soak, same");
  });
});
