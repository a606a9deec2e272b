// The main job for real: both servers as local processes, a short count and delay, and what they leave behind.
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
    return { output, log, result };
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

function expect(condition, what) {
  if (!condition) throw new Error(`not so: ${what}`);
}

const short = start({ IMAGE_COUNT: "3", IMAGE_DELAY_MS: "50" });
expect(short.result.status === "completed", "all images arrived whole");
for (const title of ["WebSocket", "gRPC"]) {
  expect(
    short.output.includes(`=== ${title} performance test: 3 images transfer ===`),
    `a report of ${title}`,
  );
}
for (const { clock } of short.result.timings) expect(clock.kind === "shared", "both ends read one clock");
for (const line of short.log.trimEnd().split("\n"))
  expect(short.output.includes(line), `on the terminal too: ${line}`);
expect(
  short.output.trimEnd().split("\n").at(-1).includes("result.json"),
  "the results' path is the last line",
);

const explained = start({ IMAGE_COUNT: "3", WARMUP_COUNT: "3" }, ["--explain"]);
expect(explained.result.timings.length === 14, "--explain has a row for every name");
const wide = explained.result.timings.find(({ label }) => label === "grpc-wide");
expect(wide.receiver.settings.listenerStreamWindowBytes === 16 * 2 ** 20, "grpc-wide advertised its window");
const array = explained.result.timings.find(({ label }) => label === "ws-json-array");
expect(array.frameBytes > 3 * array.payloadBytes, "json-array frames are more than three times the payload");
