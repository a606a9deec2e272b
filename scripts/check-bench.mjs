// A smoke run of the benchmarks: every cell runs, the results are written, and both ends can be profiled. It measures cold
// code, so it does not check the numbers.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

function fail(...why) {
  console.error(...why);
  process.exitCode = 1;
}

/** Runs a named bench, and reads what it stored, without the head. */
function named(name, args, file) {
  const command = ["--yes", "pnpm@10", "bench", name, ...args, "--out", folder];
  const { status, stderr } = spawnSync("npx", command, { encoding: "utf8" });
  if (status !== 0) fail(`bench ${name}: exit code ${status}`, stderr);
  const [, ...lines] = readFileSync(join(folder, file), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

const folder = mkdtempSync(join(tmpdir(), "wireduel-bench-"));
try {
  const command = ["--yes", "pnpm@10", "bench", "--quick", "--out", folder];
  const { status } = spawnSync("npx", command, { stdio: ["ignore", "inherit", "inherit"] });
  const results = JSON.parse(readFileSync(join(folder, "results.json"), "utf8"));
  const missing = results.targets.filter(({ verdict }) => verdict === "not measured");
  if (status !== 0 || results.failures.length > 0 || missing.length > 0 || !results.complete) {
    fail(`bench --quick: exit code ${status}`, JSON.stringify(results.failures), missing);
  }
  const profile = spawnSync("npx", ["--yes", "pnpm@10", "bench", "profile", "ws push", "1000000", "1"], {
    encoding: "utf8",
  });
  const places = [
    "sender: its processor's time",
    "receiver: its processor's time",
    "writev  ",
    "consume  ws",
  ];
  const absent = places.filter((place) => !profile.stdout.includes(place));
  if (profile.status !== 0 || absent.length > 0) {
    fail(`bench profile: exit code ${profile.status}, without`, absent, profile.stderr);
  }
  const shortest = ["--pairs", "1", "--connections", "2", "--slices", "2", "--payload", "100"];
  const pairs = named("variance", shortest, "variance.jsonl");
  if (pairs.length === 0 || pairs.some(({ connections }) => connections.length !== 2)) {
    fail("bench variance: not every process pair had its connections", pairs);
  }
  const runs = named(
    "same",
    ["--runs", "1", "--budget", "8", "--payload", "100", "--busy"],
    "same-100-8s-busy.jsonl",
  );
  if (runs.length !== 1 || !(runs[0].rounds > 0)) fail("bench same: no run", runs);
  const progress = named("progress", ["--rounds", "2"], "progress.jsonl");
  if (progress.length !== 2 || progress.some(({ frames }) => !(frames > 0))) {
    fail("bench progress: nothing was drawn", progress);
  }
  const senders = named("senders", ["--rounds", "1", "--most", "1"], "senders.jsonl");
  const kinds = senders.map(({ kind, senders }) => `${kind} ${senders}`);
  if (kinds.length !== 4 || !kinds.includes("throughput 1") || !kinds.includes("coordinator 1")) {
    fail("bench senders: not everything was measured", kinds);
  }
  if (!readFileSync(join(folder, "results.md"), "utf8").includes("| what | target |")) {
    fail("bench --quick: results.md has no table of targets");
  }
} finally {
  rmSync(folder, { recursive: true });
}
