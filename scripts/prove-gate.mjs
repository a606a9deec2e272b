// Runs the gate many times on equal adapters, which must never fail, and on one that was slowed on purpose, which must
// always fail: `node scripts/prove-gate.mjs --times 20`. Prints a table of the exit codes.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildIfStale } from "./build-if-stale.mjs";
import { root } from "./packages.mjs";

const { values } = parseArgs({
  options: { times: { type: "string", default: "20" }, budget: { type: "string", default: "30s" } },
});
const times = Number(values.times);
const example = join(root, "examples/gate/src");
const [PASSED, FAILED, UNDECIDED] = [0, 3, 4];

/** The adapter of the example with one of its changes. Beside it, so that its imports are found. */
function changed(change) {
  const folder = mkdtempSync(join(example, ".head-"));
  cpSync(join(example, "adapter"), folder, { recursive: true });
  cpSync(join(example, "changes", change), join(folder, "send-frame.js"));
  return folder;
}

/** An adapter of this repository against itself, with its own library on both sides. */
function againstItself(name) {
  const folder = join(root, "packages", `adapter-${name}`);
  return [name, "--base-modules", folder, "--head-modules", folder];
}

const tcp = join(root, "packages/adapter-tcp");
const base = ["--base", join(example, "adapter/adapter.js")];
const [equal, slower] = [changed("equal.js"), changed("slower.js")];
const CASES = [
  { name: "ws against itself", args: againstItself("ws"), expected: [PASSED, UNDECIDED] },
  { name: "grpc against itself", args: againstItself("grpc"), expected: [PASSED, UNDECIDED] },
  { name: "tcp against itself", args: ["--base", tcp, "--head", tcp], expected: [PASSED, UNDECIDED] },
  {
    name: "an equal change",
    args: [...base, "--head", join(equal, "adapter.js")],
    expected: [PASSED, UNDECIDED],
  },
  { name: "slowed on purpose", args: [...base, "--head", join(slower, "adapter.js")], expected: [FAILED] },
];
const COMMON = [
  "--fail-if-slower",
  "10%",
  "--size",
  "1kB",
  "--budget",
  values.budget,
  "--no-out",
  "--no-config",
  "--quiet",
];

buildIfStale();
let wrong = 0;
try {
  for (const { name, args, expected } of CASES) {
    const codes = Array.from({ length: times }, () => gate(args, expected));
    const counted = [...new Set(codes)]
      .sort()
      .map((code) => `${code}: ${codes.filter((one) => one === code).length}`);
    const bad = codes.filter((code) => !expected.includes(code)).length;
    wrong += bad;
    console.log(`${name.padEnd(22)} ${bad === 0 ? "ok   " : "WRONG"}  ${counted.join(", ")}`);
  }
} finally {
  for (const folder of [equal, slower]) rmSync(folder, { recursive: true });
}
if (wrong > 0) process.exitCode = 1;

function gate(args, expected) {
  const command = [join(root, "packages/cli/bin/wireduel.js"), "gate", ...args, ...COMMON];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  if (!expected.includes(status)) console.error(stdout + stderr);
  return status;
}
