import { describe, expect, it } from "vitest";
import { BESIDE_A_LOOP } from "../pairs/plan.js";
import { MEASURED_FOLDER } from "./measured-folder.js";
import { formatMarkdown } from "./report.js";
import { readResults } from "./result-files.js";
import type { BenchResults, PairResult } from "./results.js";
import { type MeasuredPairs, withPairs } from "./with-pairs.js";

const NAME = "grpc, 100 B, 64 in flight";
const stored = readResults(`${MEASURED_FOLDER}/..`) as BenchResults;
const gRPC = stored.pairs.find(({ name }) => name === NAME) as PairResult;
const slow: PairResult = {
  ...gRPC,
  metrics: {
    messagesPerSecond: {
      core: Array.from({ length: 8 }, () => 50),
      loop: Array.from({ length: 8 }, () => 100),
      toLoop: [0.49, 0.5, 0.51, 0.5, 0.49, 0.5, 0.51, 0.5],
      toItself: [1, 1, 1, 1.01, 1, 0.99, 1, 1],
    },
  },
};
const measured: MeasuredPairs = {
  pairs: [slow],
  failures: [{ name: `${BESIDE_A_LOOP}tcp, 1 MB`, messages: ["new"] }],
  run: {
    command: "pnpm bench pairs --out bench",
    startedAt: "2026-01-02T03:04:05.000Z",
    durationMs: 60_000,
    complete: true,
    commit: "1a2b3c4",
    machine: { ...stored.machine, cpuModel: "Other CPU" },
    node: "v20.19.0",
    libraries: { ws: "8.0.0" },
    seed: 1,
  },
};
const targetOf = ({ targets }: BenchResults, metric: string, name = NAME) =>
  targets.find((target) => target.metric === metric && target.a === name);
const aboveTable = (results: BenchResults) => {
  const lines = formatMarkdown(results).split("\n");
  return lines[lines.indexOf("### Beside hand-written loops") + 2] as string;
};

describe("pairs of a run of their own", () => {
  const results = withPairs(stored, measured);

  it("take the place of the earlier ones, and their targets are judged again", () => {
    expect(results.pairs).toEqual([slow]);
    expect(targetOf(results, "messagesPerSecond")).toMatchObject({ value: 0.5, verdict: "missed" });
    expect(targetOf(results, "cpuUsPerMessage", "tcp, 100 B")).toMatchObject({ verdict: "not measured" });
    expect(results.targets.map(({ what }) => what)).toEqual(stored.targets.map(({ what }) => what));
  });

  it("leave everything else as it was", () => {
    const core = (one: BenchResults) => one.targets.find(({ metric }) => metric === "wallUsPerMessage");
    expect(core(stored)).toBeDefined();
    expect(core(results)).toEqual(core(stored));
    const { pairs: _, targets: __, failures: ___, pairsRun: ____, ...rest } = results;
    expect(stored).toMatchObject(rest);
  });

  it("replace the failures of pairs, and no others", () => {
    const other = { name: "tcp, 1 MB", messages: ["other"] };
    const old = { name: `${BESIDE_A_LOOP}ws push, 1 MB`, messages: ["old"] };
    const { failures } = withPairs({ ...stored, failures: [other, old] }, measured);
    expect(failures).toEqual([other, ...measured.failures]);
  });

  it("have their command, commit and machine above their table", () => {
    const above = aboveTable(results);
    for (const part of [
      measured.run.command,
      "2026-01-02, 60 s",
      "commit 1a2b3c4",
      "Other CPU",
      "ws 8.0.0",
    ]) {
      expect(above).toContain(part);
    }
    const { pairsRun: _, ...ofOneRun } = results;
    expect(aboveTable(ofOneRun)).not.toContain(measured.run.command);
  });
});
