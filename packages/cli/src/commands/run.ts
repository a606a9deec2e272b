import { runBenchmark } from "@wireduel/core";
import { formatText } from "@wireduel/core/report";
import { loadAdapters } from "../adapters/load-adapters.js";
import { type Command, defineCommand } from "../command.js";
import { EXIT } from "../exit-code.js";
import { RUN_FLAGS, type RunFlags } from "../flags/run-flags.js";

const BUDGET_MS = 60_000;
const SIZE_BYTES = 10_000;

/** `wireduel [run] ADAPTER...` */
export const run: Command = defineCommand<RunFlags>({
  name: "run",
  summary: "Measures adapters and says which one is faster, by how much, and why.",
  takes: "[ADAPTER...]",
  flags: RUN_FLAGS,
  examples: [{ command: "wireduel ws grpc", meaning: "which is faster for 10 kB on this machine" }],
  async run(args, values, { out, cwd, signal }) {
    const adapters = await loadAdapters({ args, configured: values.adapters, cwd });
    const payload = { sizeBytes: SIZE_BYTES };
    const result = await runBenchmark({ adapters, payload, budgetMs: values.budget ?? BUDGET_MS, signal });
    out(`${formatText(result)}\n`);
    return result.status === "completed" ? EXIT.ok : EXIT.failed;
  },
});
