// `pnpm bench` compares Wireduel with its targets. `pnpm bench NAME` runs another measurement of the documents.
import { type NamedCommand, type OptionValues, parseCommandLine, UsageError } from "./command-line.js";

/** A named bench: its command line, and its module. */
interface NamedBench extends NamedCommand {
  load(): Promise<{ default(args: readonly string[], options: OptionValues): Promise<void> }>;
}

const BENCHES: Readonly<Record<string, NamedBench>> = {
  allocators: { args: 0, load: () => import("./faults/allocators.js") },
  connections: { args: 0, load: () => import("./extra/connections.js") },
  faults: { args: 0, load: () => import("./faults/faults.js") },
  pacing: { args: 0, load: () => import("./extra/pacing.js") },
  profile: { args: 3, load: () => import("./profile/profile.js") },
  soak: { args: 1, load: () => import("./extra/soak.js") },
  stall: { args: 0, load: () => import("./extra/stall.js") },
  tap: { args: 0, load: () => import("./extra/tap.js") },
};

const args = process.argv.slice(2);
try {
  const command = parseCommandLine(args, BENCHES);
  if (command.kind === "named") {
    const bench = await BENCHES[command.name]?.load();
    await bench?.default(command.args, command.options);
  } else {
    const { runTargets } = await import("./targets/run-targets.js");
    process.exitCode = await runTargets({ ...command, command: ["pnpm bench", ...args].join(" ") });
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`bench: ${error.message}\n`);
  process.exitCode = 2;
}
