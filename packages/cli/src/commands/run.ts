import { grpc } from "@wireduel/adapter-grpc";
import { tcp } from "@wireduel/adapter-tcp";
import { ws } from "@wireduel/adapter-ws";
import { runBenchmark } from "@wireduel/core";
import { formatText } from "@wireduel/core/report";
import { type Command, defineCommand } from "../command.js";
import { EXIT } from "../exit-code.js";
import { UsageError } from "../failure.js";

const FACTORIES = { ws, grpc, tcp };
const BUDGET_MS = 60_000;
const SIZE_BYTES = 10_000;

/** `wireduel [run] ADAPTER...` */
export const run: Command = defineCommand({
  name: "run",
  summary: "Measures adapters and says which one is faster, by how much, and why.",
  takes: "ADAPTER...",
  flags: {},
  examples: [{ command: "wireduel ws grpc", meaning: "which is faster for 10 kB on this machine" }],
  async run(args, _values, { out, signal }) {
    const adapters = args.map((name) => {
      const factory = FACTORIES[name as keyof typeof FACTORIES];
      if (factory === undefined) throw new UsageError(`${name} is not an adapter`);
      return factory();
    });
    const payload = { sizeBytes: SIZE_BYTES };
    const result = await runBenchmark({ adapters, payload, budgetMs: BUDGET_MS, signal });
    out(`${formatText(result)}\n`);
    return result.status === "completed" ? EXIT.ok : EXIT.failed;
  },
});
