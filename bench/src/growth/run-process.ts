// One run of many adapters or of many rounds: `run-process.js ORDER`. It sends what the run and its result cost this process.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { tcp } from "@wireduel/adapter-tcp";
import { runBenchmark } from "@wireduel/core";
import { formatText } from "@wireduel/core/report";
import { formatHtml } from "@wireduel/report-html";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import { RUN_PAYLOADS, RUN_ROUNDS, RUN_ROWS, type RunNumbers, type RunOrder } from "./plan.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

endWithParent();
const { axis, value } = JSON.parse(process.argv[2] ?? "") as RunOrder;
const rows = axis === "rows" ? value : RUN_ROWS;
const run = (rounds: number) =>
  runBenchmark({
    adapters: Array.from({ length: rows }, (_, row) => tcp({ label: `tcp ${row}` })),
    payload: { sizeBytes: 100, distinct: 1 },
    load: { kind: "closed-loop", count: RUN_PAYLOADS },
    warmupCount: 100,
    rounds,
  });

const held = () => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
const before = held();
const residentBefore = process.memoryUsage().rss;
const began = performance.now();
const result = await run(axis === "rounds" ? value : RUN_ROUNDS);
const runMs = performance.now() - began;
const peakBytes = process.resourceUsage().maxRSS * 1_024 - residentBefore;
if (result.status !== "completed") throw new Error(`the run ${result.status}`);
const heldBytes = held() - before;

const beganToWrite = performance.now();
const json = JSON.stringify(result);
formatText(result);
formatHtml(result);
const writeMs = performance.now() - beganToWrite;
sendToParent({
  runMs,
  peakBytes,
  heldBytes,
  resultBytes: Buffer.byteLength(json),
  writeMs,
} satisfies RunNumbers);
