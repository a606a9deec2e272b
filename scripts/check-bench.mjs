// A smoke run of the benchmarks: every cell runs, the results are written, and both ends can be profiled. It measures cold
// code, so it does not check the numbers. So two benches may run at a time.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MAIN = "bench/dist/main.js";
const folder = mkdtempSync(join(tmpdir(), "wireduel-bench-"));

function fail(...why) {
  console.error(...why);
  process.exitCode = 1;
}

/** Runs a program to its end. `watch` gets the process, and what it has written to stderr so far. */
function run(program, args, watch = () => {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
      watch(child, stderr);
    });
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, stdout, stderr }));
  });
}

/** Runs a named bench, and reads what it stored, without the head. */
async function named(name, args, file) {
  const { status, stderr } = await run(process.execPath, [MAIN, name, ...args, "--out", folder]);
  if (status !== 0) fail(`bench ${name}: exit code ${status}`, stderr);
  const [, ...lines] = readFileSync(join(folder, file), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

/** The command of the documents, which also builds what all others run. */
async function profile() {
  const args = ["--yes", "pnpm@10", "bench", "profile", "ws push", "1000000", "1"];
  const { status, stdout, stderr } = await run("npx", args);
  const places = [
    "sender: its processor's time",
    "receiver: its processor's time",
    "writev  ",
    "consume  ws",
  ];
  const absent = places.filter((place) => !stdout.includes(place));
  if (status !== 0 || absent.length > 0) fail(`bench profile: exit code ${status}, without`, absent, stderr);
}

async function quick() {
  const { status, stdout, stderr } = await run(process.execPath, [MAIN, "--quick", "--out", folder]);
  console.log(stdout);
  const results = JSON.parse(readFileSync(join(folder, "results.json"), "utf8"));
  const missing = results.targets.filter(({ verdict }) => verdict === "not measured");
  if (status !== 0 || results.failures.length > 0 || missing.length > 0 || !results.complete) {
    fail(`bench --quick: exit code ${status}`, JSON.stringify(results.failures), missing, stderr);
  }
  const text = readFileSync(join(folder, "results.md"), "utf8");
  for (const head of ["| what | target |", "| core / loop (95 %) |"]) {
    if (!text.includes(head)) fail(`bench --quick: results.md has no ${head}`);
  }
}

async function others() {
  const shortest = ["--pairs", "1", "--connections", "2", "--slices", "2", "--payload", "100"];
  const pairs = await named("variance", shortest, "variance.jsonl");
  if (pairs.length === 0 || pairs.some(({ connections }) => connections.length !== 2)) {
    fail("bench variance: not every process pair had its connections", pairs);
  }
  const runs = await named(
    "same",
    ["--runs", "1", "--budget", "8", "--payload", "100", "--busy"],
    "same-100-8s-busy.jsonl",
  );
  if (runs.length !== 1 || !(runs[0].rounds > 0)) fail("bench same: no run", runs);
  const progress = await named("progress", ["--rounds", "2"], "progress.jsonl");
  if (progress.length !== 2 || progress.some(({ frames }) => !(frames > 0))) {
    fail("bench progress: nothing was drawn", progress);
  }
  const senders = await named("senders", ["--rounds", "1", "--most", "1"], "senders.jsonl");
  const kinds = senders.map(({ kind, senders }) => `${kind} ${senders}`);
  if (kinds.length !== 4 || !kinds.includes("throughput 1") || !kinds.includes("coordinator 1")) {
    fail("bench senders: not everything was measured", kinds);
  }
  await added();
  await matrix();
}

/** Five rows, each with its numbers. */
async function added() {
  const { status, stdout, stderr } = await run(process.execPath, [
    MAIN,
    "added",
    "grpc",
    "64",
    "--blocks",
    "2",
  ]);
  const rows = stdout.split("\n").filter((line) => /^(nothing|1 µs|a sample).* \d+/.test(line));
  if (status !== 0 || rows.length !== 5) fail(`bench added: exit code ${status}`, stdout, stderr);
}

/** Its shortest run takes a minute. So it is stopped in its second block, which shows that the first one was stored. */
async function matrix() {
  const args = [MAIN, "matrix", "--minutes", "1", "--out", folder];
  const { stderr } = await run(process.execPath, args, (child, text) => {
    if (text.split("\nblock ").length > 2) child.kill("SIGKILL");
  });
  const stored = JSON.parse(readFileSync(join(folder, "matrix.whole.json"), "utf8"));
  const complete = stored.cells.filter(({ blocks }) => blocks > 0);
  if (complete.length === 0) fail("bench matrix: no block was stored", stderr);
}

try {
  await profile();
  await Promise.all([quick(), others()]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
