// A process that runs a benchmark whose senders join. It needs no receiver, because the senders are simulated.
import { runBenchmark } from "@wireduel/core";
import { guarded, systemClock } from "../internals.js";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import type { CoordinatorOrder, CoordinatorReport, Listening } from "./plan.js";

endWithParent();
const { senders, reported } = JSON.parse(process.argv[2] ?? "") as CoordinatorOrder;
const joinedAt: number[] = [];
const before = process.memoryUsage().rss;
const cpu = process.cpuUsage();
const result = await runBenchmark({
  adapters: [guarded()],
  payload: { sizeBytes: 100, seed: 1 },
  count: reported * senders,
  maxTransmissions: 0,
  receiver: { url: "http://127.0.0.1:1" },
  senders: { count: senders, join: { timeoutMs: 300_000 } },
  events: {
    join({ url, label }) {
      if (label === null) sendToParent({ url } satisfies Listening);
      else joinedAt.push(systemClock.now());
    },
  },
});
const resultAt = systemClock.now();
const { user, system } = process.cpuUsage(cpu);
const memoryBytes = process.resourceUsage().maxRSS * 1_024 - before;
const round = result.timings[0]?.rounds[0];
if (round?.counts.acknowledged !== reported * senders) throw new Error("the sum is not that of all senders");
sendToParent({
  firstJoinedAt: joinedAt[0] ?? Number.NaN,
  lastJoinedAt: joinedAt.at(-1) ?? Number.NaN,
  resultAt,
  memoryBytes,
  cpuMs: (user + system) / 1_000,
  resultBytes: Buffer.byteLength(JSON.stringify(result)),
} satisfies CoordinatorReport);
