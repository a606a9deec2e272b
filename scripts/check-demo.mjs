// Runs the demo with both servers as local processes and a short run, and checks its output and files.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./packages.mjs";

function start(env, args = []) {
  const results = mkdtempSync(join(tmpdir(), "wireduel-demo-"));
  try {
    const output = execFileSync("npx", ["--yes", "pnpm@10", "--filter", "compose-demo", "start", ...args], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, RESULTS_DIR: results, ...env },
    });
    console.log(output);
    const result = JSON.parse(readFileSync(join(results, "result.json"), "utf8"));
    const log = readFileSync(join(results, "output.log"), "utf8");
    const page = readFileSync(join(results, "report.html"), "utf8");
    return {
      output,
      log,
      result,
      page,
      rounds: result.timings.map(({ rounds, typical }) => rounds[typical]),
    };
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

function expect(condition, what) {
  if (!condition) throw new Error(`expected: ${what}`);
}

const short = start({ IMAGE_COUNT: "3", IMAGE_DELAY_MS: "50" });
expect(short.result.status === "completed", "all images arrive intact");
for (const title of ["WebSocket", "gRPC"]) {
  const heading = `=== ${title} performance test: 3 images transfer ===`;
  expect(short.output.includes(heading), `the report contains "${heading}"`);
}
for (const { clock } of short.rounds) expect(clock.kind === "shared", "both ends share one clock");
for (const line of short.log.trimEnd().split("\n")) {
  expect(short.output.includes(line), `stdout has this line of output.log: ${line}`);
}
const [named, last] = short.output.trimEnd().split("\n").slice(-2);
expect(named.includes("result.json"), "the line before the last one names the results");
expect(last.includes("report.html"), "the last line names the page");
expect(short.page.includes("gRPC"), "the page shows the adapters");

const all = start({ ADAPTERS: "all", IMAGE_COUNT: "3", WARMUP_COUNT: "3", IMAGE_DELAY_MS: "0" });
const { timings } = all.result;
expect(timings.length === 17, "ADAPTERS=all measures 17 adapters");
for (const { label } of timings) {
  const row = all.log.split("\n").find((line) => line.startsWith(`${label} `));
  expect(row !== undefined, `the table has a row for ${label}`);
}
const roundOf = (label) => all.rounds[timings.findIndex((timing) => timing.label === label)];
const [receiver] = roundOf("grpc-wide").ends.receivers;
expect(receiver.settings.listenerStreamWindowBytes === 16 * 2 ** 20, "grpc-wide advertises its window");
const connections = (label, end) => roundOf(label).ends[end][0].settings.tcpConnections;
expect(connections("HTTP", "receivers") === 1, "http uses one TCP connection for all images");
expect(connections("http2", "receivers") === 1, "http2 uses one TCP connection for all images");
const [pushing] = roundOf("sse").ends.senders;
expect(pushing.settings.stream === "server-sent events", "sse pushes server-sent events");
expect(pushing.settings.tcpConnections === 2, "sse has one connection for its events, and one for receipts");
const { frameBytes, payloadBytes } = roundOf("ws-json-array").totals;
expect(frameBytes > 3 * payloadBytes, "frames of json-array are more than three times the payload");

const compared = start({ COMPARE_SECONDS: "20", ADAPTERS: "ws,grpc" }, ["--compare"]);
expect(compared.result.status === "completed", "all images of the comparison arrive intact");
expect(compared.log.startsWith("=== Verdict"), "the report begins with the verdict");
const deciding = compared.result.comparisons.filter(({ decides }) => decides);
expect(deciding.length === 1, "the two adapters are compared by the measure that decides");
expect(deciding[0].verdict !== "invalid", `the comparison is valid: ${deciding[0].reason?.message}`);
