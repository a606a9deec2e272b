// `pnpm bench`: how far Wireduel is from its targets. `pnpm bench NAME`: what the documents say of its cost and precision,
// measured again.
import { parseArguments } from "./parse-arguments.js";

interface NamedBench {
  readonly args: number;
  load(): Promise<{ default(args: readonly string[]): Promise<void> }>;
}

const BENCHES: Readonly<Record<string, NamedBench>> = {
  pacing: { args: 0, load: () => import("./pacing.js") },
  stall: { args: 0, load: () => import("./stall.js") },
  tap: { args: 0, load: () => import("./tap.js") },
  soak: { args: 1, load: () => import("./soak.js") },
  profile: { args: 3, load: () => import("./profile.js") },
};

const args = process.argv.slice(2);
const names = Object.fromEntries(Object.entries(BENCHES).map(([name, bench]) => [name, bench.args]));
const asked = parseArguments(args, names);
if (asked.kind === "wrong") {
  process.stderr.write(`bench: ${asked.message}\n`);
  process.exitCode = 2;
} else if (asked.kind === "named") {
  const bench = await BENCHES[asked.name]?.load();
  await bench?.default(asked.args);
} else {
  const { runTargets } = await import("./run-targets.js");
  process.exitCode = await runTargets({ ...asked, command: ["pnpm bench", ...args].join(" ") });
}
