// A smoke run of the benchmarks: every cell runs, the results are written, and both ends can be profiled. It measures cold
// code, so it does not check the numbers.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "wireduel-bench-"));
try {
  const command = ["--yes", "pnpm@10", "bench", "--quick", "--out", folder];
  const { status } = spawnSync("npx", command, { stdio: ["ignore", "inherit", "inherit"] });
  const results = JSON.parse(readFileSync(join(folder, "results.json"), "utf8"));
  const missing = results.targets.filter(({ verdict }) => verdict === "not measured");
  if (status !== 0 || results.failures.length > 0 || missing.length > 0 || !results.complete) {
    console.error(`bench --quick: exit code ${status}`, JSON.stringify(results.failures), missing);
    process.exitCode = 1;
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
    console.error(`bench profile: exit code ${profile.status}, without`, absent, profile.stderr);
    process.exitCode = 1;
  }
  if (!readFileSync(join(folder, "results.md"), "utf8").includes("| what | target |")) {
    console.error("bench --quick: results.md has no table of targets");
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
