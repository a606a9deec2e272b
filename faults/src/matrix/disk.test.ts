import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseResult } from "@wireduel/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HarmedDisk } from "../runs/disk.js";
import { limitsOf } from "../runs/limits.js";
import { expectEnd, type Outcome, outcomeOf } from "../runs/outcome.js";
import { OVER_ANY_LINK, type Subject } from "../subjects.js";
import { fault } from "../table/fault.js";
import type { FaultRow } from "../table/read-table.js";
import { canMount, commandIt, EXIT } from "../test-internals.js";

const COMMAND = ["tcp", "--size", "100", "--count", "10", "--rounds", "1"];
const EARLIER = "an earlier result";

describe.skipIf(!canMount)("a disk (skipped: this user may not mount)", { timeout: 120_000 }, () => {
  let disk: HarmedDisk;
  beforeEach(() => {
    disk = new HarmedDisk();
    writeFileSync(disk.path("result.json"), EARLIER);
  });
  afterEach(() => disk.end());

  const read = (name: string) => readFileSync(disk.path(name), "utf8");
  const namesOn = () => readdirSync(disk.path()).filter((name) => name !== "filler");

  /** Stores the rows of a run, and harms the disk after each. On a slow disk, only the first one and all of them are stored. */
  function stored(row: FaultRow, subject: Subject, harm: (after: number) => void): Promise<Outcome> {
    let rows = 0;
    return outcomeOf({
      ...limitsOf(row),
      adapters: ["first", "second", "third"].map((label) => subject.adapter({ label })),
      // Where the receiver runs does not matter for a file.
      receiver: "inline",
      file: disk.path("result.json"),
      events: { round: () => harm(++rows) },
    });
  }

  describe("is full at the end of a run", () => {
    const row = fault("the disk is full at the end of the run");

    it.for(OVER_ANY_LINK)("$name", async (subject) => {
      const outcome = await stored(row, subject, () => disk.fill());
      expectEnd(row, outcome);
      expect(outcome.error?.message).toContain("ENOSPC");
      expect(outcome.result).toMatchObject({ status: "completed", notRun: [] });
      expect(outcome.result?.timings.length).toBe(3);
      expect(read("result.json")).toBe(EARLIER);
      expect(parseResult(read("result.partial.json"))).toMatchObject({
        status: "running",
        timings: [{ label: "first" }],
        notRun: ["second", "third"],
      });
      expect(namesOn()).toEqual(["result.json", "result.partial.json"]);
    });

    commandIt("for the command", async ({ cli }) => {
      disk.fill();
      const { code, stdout, stderr } = await cli.run([
        ...COMMAND,
        "--no-out",
        `--json=${disk.path("result.json")}`,
      ]);
      expect(code, stderr).toBe(EXIT.failed);
      expect(stdout).toContain("TCP");
      expect(stderr).toContain("ENOSPC");
      expect(read("result.json")).toBe(EARLIER);
    });
  });

  it.for(OVER_ANY_LINK)("is full in the middle of a run: $name", async (subject) => {
    const row = fault("the disk is full for a while");
    const outcome = await stored(row, subject, (after) => (after === 1 ? disk.fill() : disk.empty()));
    expectEnd(row, outcome);
    expect(parseResult(read("result.json"))).toEqual(outcome.result);
    expect(namesOn()).toEqual(["result.json"]);
  });

  describe("is read-only", () => {
    const row = fault("the folder is read-only");

    it.for(OVER_ANY_LINK)("$name", async (subject) => {
      disk.makeReadOnly();
      const outcome = await stored(row, subject, () => {});
      expectEnd(row, outcome);
      expect(outcome.result).toBeUndefined();
      expect(read("result.json")).toBe(EARLIER);
    });

    commandIt("for the command", async ({ cli }) => {
      disk.makeReadOnly();
      const { code, stdout, stderr } = await cli.run([...COMMAND, "--out", disk.path("results")]);
      expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: "" });
      expect(stderr).toContain("--out");
    });
  });

  it.for(OVER_ANY_LINK)("becomes read-only: $name", async (subject) => {
    const row = fault("the folder becomes read-only");
    const outcome = await stored(row, subject, (after) => {
      if (after === 1) disk.makeReadOnly();
    });
    expectEnd(row, outcome);
    expect(outcome.result).toMatchObject({ status: "completed", notRun: [] });
    expect(read("result.json")).toBe(EARLIER);
    expect(parseResult(read("result.partial.json"))).toMatchObject({ timings: [{ label: "first" }] });
  });
});
