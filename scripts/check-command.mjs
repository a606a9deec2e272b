// Tests the command like a user: packs the packages, installs the tarballs with npm into an empty folder, and runs
// `npx wireduel` there. Needs a build.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packAll, run } from "./packages.mjs";

const folder = mkdtempSync(join(tmpdir(), "wireduel-command-"));
const project = join(folder, "project");

function expect(condition, ...what) {
  if (!condition) throw new Error(["expected:", ...what].join(" "));
}

/** Runs the command. Shows what it wrote, and checks its exit code. */
function wireduel(codes, ...args) {
  console.log(`\n--- wireduel ${args.join(" ")}`);
  return outcome(codes, "npx", ["wireduel", ...args]);
}

function outcome(codes, command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, encoding: "utf8" });
  console.log(`${stderr}${stdout}`);
  expect(codes.includes(status), `exit code ${codes.join(" or ")}, not ${status}`);
  return { stdout, stderr };
}

/** The file of the last result in a folder of results. */
function lastResult(results) {
  const [last] = readdirSync(join(project, results)).toSorted().reverse();
  return join(results, last, "result.json");
}

try {
  const tarballs = join(folder, "tarballs");
  mkdirSync(tarballs);
  const files = packAll(tarballs);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...files], project);

  const short = ["--size", "1kB", "--budget", "8s"];
  const { stdout } = wireduel([0], "ws", "grpc", ...short, "--out", "results");
  expect(/WebSocket/.test(stdout) && /gRPC/.test(stdout), "both adapters in the report");
  const stored = lastResult("results");
  const result = JSON.parse(readFileSync(join(project, stored), "utf8"));
  expect(result.status === "completed" && result.timings.length === 2, "a stored result of two adapters");

  const json = wireduel([0], "report", stored, "--format", "json").stdout;
  expect(JSON.parse(json).provenance.id === result.provenance.id, "the same result as JSON");
  const markdown = wireduel([0], "report", stored, "--format", "markdown").stdout;
  expect(markdown.includes("| --- |"), "a table in Markdown");

  writeFileSync(
    join(project, "wireduel.config.ts"),
    `import { defineConfig } from "wireduel";\nexport default defineConfig({ size: "2kB", budget: "8s" });\n`,
  );
  const plan = wireduel([0], "run", "tcp", "ws", "--dry-run");
  expect(`${plan.stdout}${plan.stderr}`.includes("2 kB"), "the size of the configuration in the plan");
  rmSync(join(project, "wireduel.config.ts"));

  const slower = ["--fail-if-slower", "50%"];
  wireduel([0, 4], "gate", "--base", "tcp", "--head", "tcp", ...short, ...slower);
  const few = ["--size", "1kB", "--rounds", "6", "--count", "50"];
  wireduel([3], "gate", "tcp", ...few, "--fail-if", "tcp.p50 > 0.1us");

  const { stderr } = wireduel([2], "ws", "grcp");
  expect(
    /grpc/.test(stderr) && stderr.trim().split("\n").length <= 2,
    "one line with the name that was meant",
  );

  console.log("\n--- wireduel adapters | head -n 1");
  const piped = outcome([0], "sh", ["-c", "npx wireduel adapters | head -n 1"]);
  expect(piped.stdout.trim().split("\n").length === 1 && piped.stderr === "", "one line, and no complaint");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
