// `pnpm bench` compares Wireduel with its targets. `pnpm bench NAME` runs another measurement of the documents.
import { type NamedCommand, type OptionValues, parseCommandLine, UsageError } from "./command-line.js";

/** A named bench: its command line, and its module. */
interface NamedBench extends NamedCommand {
  load(): Promise<{
    default(args: readonly string[], options: OptionValues, command: string): Promise<void>;
  }>;
}

/** Of the benches that run a series of runs. The budget is in seconds. */
const SERIES_OPTIONS = {
  runs: { min: 1, max: 10_000 },
  budget: { min: 1, max: 3_600 },
  payload: { min: 1, max: 60_000_000 },
  busy: "flag",
  out: "text",
} as const;

const BENCHES: Readonly<Record<string, NamedBench>> = {
  added: {
    args: 2,
    options: { blocks: { min: 2, max: 1_000 } },
    load: () => import("./added/added.js"),
  },
  allocators: { args: 0, load: () => import("./faults/allocators.js") },
  connections: { args: 0, load: () => import("./extra/connections.js") },
  faults: { args: 0, load: () => import("./faults/faults.js") },
  floor: {
    args: 0,
    options: { rounds: { min: 1, max: 1_000 }, out: "text" },
    load: () => import("./floor/floor.js"),
  },
  growth: {
    args: 0,
    options: { rounds: { min: 1, max: 100 }, out: "text" },
    load: () => import("./growth/growth.js"),
  },
  matrix: {
    args: 0,
    options: { minutes: { min: 1, max: 1_440 }, out: "text" },
    load: () => import("./matrix/matrix.js"),
  },
  page: { args: 0, load: () => import("./page/page.js") },
  pairs: {
    args: 0,
    options: { minutes: { min: 1, max: 600 }, blocks: { min: 2, max: 100 }, only: "text", out: "text" },
    load: () => import("./pairs/pairs.js"),
  },
  peers: {
    args: 0,
    options: { rounds: { min: 1, max: 1_000 }, tools: "text", out: "text" },
    load: () => import("./peers/peers.js"),
  },
  pacing: { args: 0, load: () => import("./extra/pacing.js") },
  profile: { args: 3, load: () => import("./profile/profile.js") },
  rest: { args: 0, load: () => import("./rest/rest.js") },
  same: {
    args: 0,
    options: { ...SERIES_OPTIONS, waiting: { min: 0, max: 30 } },
    load: () => import("./verdicts/same.js"),
  },
  progress: {
    args: 0,
    options: {
      rounds: { min: 2, max: 1_000 },
      payload: { min: 1, max: 60_000_000 },
      out: "text",
    },
    load: () => import("./progress/progress.js"),
  },
  senders: {
    args: 0,
    options: { rounds: { min: 1, max: 1_000 }, most: { min: 1, max: 1_000 }, out: "text" },
    load: () => import("./senders/senders.js"),
  },
  simulate: {
    args: 0,
    options: { cases: { min: 1, max: 1_000_000 } },
    load: () => import("./simulation/simulate.js"),
  },
  slices: {
    args: 0,
    options: {
      blocks: { min: 2, max: 1_000 },
      payload: { min: 100, max: 1_000_000 },
      out: "text",
    },
    load: () => import("./slices/slices.js"),
  },
  soak: { args: 1, load: () => import("./extra/soak.js") },
  start: { args: 0, load: () => import("./extra/start.js") },
  stall: { args: 0, load: () => import("./extra/stall.js") },
  tap: { args: 0, load: () => import("./extra/tap.js") },
  tuned: { args: 0, options: SERIES_OPTIONS, load: () => import("./verdicts/tuned.js") },
  variance: {
    args: 0,
    options: {
      pairs: { min: 1, max: 1_000 },
      connections: { min: 2, max: 100 },
      slices: { min: 2, max: 1_000 },
      payload: { min: 100, max: 1_000_000 },
      out: "text",
    },
    load: () => import("./variance/variance.js"),
  },
};

const args = process.argv.slice(2);
const line = ["pnpm bench", ...args].join(" ");
try {
  const command = parseCommandLine(args, BENCHES);
  if (command.kind === "named") {
    const bench = await BENCHES[command.name]?.load();
    await bench?.default(command.args, command.options, line);
  } else {
    const { runTargets } = await import("./targets/run-targets.js");
    process.exitCode = await runTargets({ ...command, command: line });
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 2;
}
