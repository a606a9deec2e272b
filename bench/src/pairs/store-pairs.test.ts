import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UsageError } from "../command-line.js";
import { beginRun } from "../results/begin-run.js";
import { MEASURED_FOLDER } from "../results/measured-folder.js";
import { readResults } from "../results/result-files.js";
import type { BenchResults } from "../results/results.js";
import { PAIR_TARGETS, pairsOf } from "../targets/pair-targets.js";
import type { PairBlock } from "./measure-pair.js";
import { PairRounds } from "./pair-rounds.js";
import type { PairPlan } from "./plan.js";
import { storePairs } from "./store-pairs.js";

const plans = pairsOf(PAIR_TARGETS);
const [first, ...others] = plans as [PairPlan, ...PairPlan[]];
const side = { ratesFromStart: [], messagesPerSecond: [10], cpuUsPerMessage: [5] };
const block: PairBlock = { core: side, again: side, loop: side };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wireduel-pairs-"));
  copyFileSync(join(MEASURED_FOLDER, "../results.json"), join(folder, "results.json"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function begin(): { rounds: PairRounds; lines: string[]; store: ReturnType<typeof storePairs> } {
  const rounds = new PairRounds();
  const lines: string[] = [];
  const report = (line: string) => void lines.push(line);
  const begun = beginRun("pnpm bench pairs");
  return { rounds, lines, store: storePairs(folder, { plans, rounds, begun, seed: 1, report }) };
}

const add = (rounds: PairRounds, plan: PairPlan) =>
  rounds.add(plan, [block], { settings: {}, libraries: {} });
const stored = () => readResults(folder) as BenchResults;

describe("pairs that are stored", () => {
  it("take the place of the earlier ones when each pair has blocks, and say when the run has ended", async () => {
    const { rounds, lines, store } = begin();
    const before = stored();
    for (const plan of others) add(rounds, plan);
    await store(false);
    expect(stored()).toEqual(before);
    add(rounds, first);
    await store(false);
    expect(stored().pairs.map(({ name }) => name)).toEqual(plans.map(({ name }) => name));
    expect(stored().pairsRun).toMatchObject({ command: "pnpm bench pairs", complete: false });
    await store(true);
    expect(stored().pairsRun).toMatchObject({ complete: true });
    expect(lines).toHaveLength(1);
  });

  it("are not written if one was not measured, and its name is said", async () => {
    const { rounds, lines, store } = begin();
    const before = stored();
    for (const plan of others) add(rounds, plan);
    rounds.fail(first, "it broke");
    await store(true);
    expect(stored()).toEqual(before);
    expect(lines.join()).toContain(first.name);
  });

  it("need a folder with results", () => {
    rmSync(join(folder, "results.json"));
    expect(begin).toThrow(UsageError);
    expect(begin).toThrow(folder);
  });
});
