import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { type Cli, it } from "../fixtures/command.js";
import { runHere } from "../program/fixtures/in-process.js";

const EXAMPLE = fileURLToPath(new URL("../../../../examples/gate/src/", import.meta.url));
const ADAPTER = join(EXAMPLE, "adapter/adapter.js");
/** Short rounds, as few as can show something. */
const SHORT = ["--rounds", "6", "--count", "10", "--size", "100", "--no-config"];
const MINUTES = 400_000;

/** Bytes on the wire do not vary, so equal adapters are equal on a busy machine too. */
const BY_BYTES = ["--decide-by", "bytes", "--fail-if-slower", "0%"];

/** The adapter of the example with one of its changes, in the folder of the test. */
function changed(cli: Cli, change: string): string {
  const head = cli.path("head");
  cpSync(join(EXAMPLE, "adapter"), head, { recursive: true });
  // Longer than a busy machine makes any payload wait.
  const text = readFileSync(join(EXAMPLE, "changes", change), "utf8").replace(
    /BATCH_MS = \d+;/,
    "BATCH_MS = 30;",
  );
  writeFileSync(join(head, "send-frame.js"), text);
  const modules = join(head, "node_modules/@wireduel");
  mkdirSync(modules, { recursive: true });
  symlinkSync(
    realpathSync(join(EXAMPLE, "../node_modules/@wireduel/core")),
    join(modules, "core"),
    "junction",
  );
  return join(head, "adapter.js");
}

/** The adapter of the example, which changes the last byte of each payload. */
function damaging(cli: Cli): string {
  const head = changed(cli, "equal.js");
  writeFileSync(
    join(dirname(head), "send-frame.js"),
    `import { frameBytes, lengthPrefix } from "@wireduel/core/adapter";
    export function sendFrame(socket, frame) {
      const bytes = Buffer.concat([lengthPrefix(frameBytes(frame)), ...frame]);
      // Receipts are shorter.
      if (bytes.length > 100) bytes[bytes.length - 1] ^= 255;
      socket.write(bytes);
    }`,
  );
  return head;
}

/** The stored result of the last run in the folder of the test. */
function stored(cli: Cli): string {
  const runs = readdirSync(cli.path("wireduel-results"))
    .filter((name) => name.endsWith("Z"))
    .sort();
  return cli.path("wireduel-results", runs.at(-1) as string, "result.json");
}

describe.concurrent("wireduel gate", { timeout: MINUTES }, () => {
  it("fails for an adapter that became slower, after it measured twice", async ({ cli }) => {
    const args = [
      "--base",
      ADAPTER,
      "--head",
      changed(cli, "slower.js"),
      "--fail-if-slower",
      "50%",
      "--json",
    ];
    const { code, stdout, stderr } = await cli.run(["gate", ...args, ...SHORT]);
    expect(code).toBe(EXIT.gateFailed);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: "gate",
      answer: "fail",
      measuredTwice: true,
      rules: [{ answer: "fail", rounds: 6, again: { answer: "fail", rounds: 6 } }],
    });
    // Both results have a page, which begins with the answer.
    const pages = stderr.match(/^Stored: .*$/gm) ?? [];
    expect(pages).toHaveLength(2);
    for (const line of pages) {
      const page = cli.read(line.replace("Stored: ", "").replace("result.json", "report.html"));
      expect(page).toContain("✗ The gate failed.");
      expect(page).toContain("at most 50 % slower · ✗ exceeded");
      expect(page).toContain("wireduel gate --base");
    }
    expect(stderr).toMatch(/^Page: .*report\.html\n$/m);
  });

  it("passes an equal adapter, with the fewest rounds that can answer if its budget is too short for them", async ({
    cli,
  }) => {
    const short = ["--budget", "1s", "--count", "10", "--size", "100", "--no-config"];
    const equal = ["--base", ADAPTER, "--head", ADAPTER, ...BY_BYTES];
    const { code, stdout } = await cli.run(["gate", ...equal, ...short, "--format", "markdown"]);
    expect(code, stdout).toBe(EXIT.ok);
    expect(stdout).toContain("| **pass** | head against base");
    expect(stdout).toContain("the same module");
  });

  it("has no answer if a payload was damaged, and ends after the first block", async ({ cli }) => {
    const args = ["--base", ADAPTER, "--head", damaging(cli), "--json"];
    const { code, stdout } = await cli.run(["gate", ...args, ...SHORT]);
    expect(code).toBe(EXIT.failed);
    expect(JSON.parse(stdout)).toMatchObject({ answer: "error", measuredTwice: false });
    expect(JSON.parse(stdout).rules[0].reason).toContain("10 damaged");
    const { timings } = JSON.parse(readFileSync(stored(cli), "utf8"));
    expect(timings.map(({ rounds }: { rounds: unknown[] }) => rounds.length)).toEqual([1, 1]);
  });

  it("fails beyond an absolute limit, and says how many rounds several limits need", async ({ cli }) => {
    const gate = (...limits: string[]) =>
      cli.run(["gate", "tcp", ...limits.flatMap((one) => ["--fail-if", one]), ...SHORT]);
    const [beyond, few] = await Promise.all([
      gate("TCP.service.p50 > 1us"),
      gate("tcp.p50 > 10s", "tcp.throughput < 0.001/s"),
    ]);
    expect(beyond.code).toBe(EXIT.gateFailed);
    const [, path = ""] = beyond.stderr.match(/^Page: (.*)$/m) ?? [];
    expect(cli.read(path)).toContain('<figure id="limits">');
    expect(few.code).toBe(EXIT.undecided);
    expect(few.stdout).toContain("--rounds 7");
  });

  it("compares with a stored result of this machine, and refuses one of another", async ({ cli }) => {
    const first = await cli.run(["gate", "tcp", "--fail-if", "tcp.bytes > 1MB", ...SHORT]);
    expect(first.code).toBe(EXIT.ok);
    const baseline = stored(cli);
    const gate = (file: string) =>
      cli.run(["gate", "tcp", "--baseline", file, ...BY_BYTES, ...SHORT, "--no-out", "--json"]);
    const result = JSON.parse(readFileSync(baseline, "utf8"));
    const other = cli.write(
      "other.json",
      JSON.stringify({ ...result, machine: { ...result.machine, cpuCount: 99 } }),
    );
    const few = {
      ...result,
      timings: result.timings.map((one: { rounds: unknown[] }) => ({
        ...one,
        typical: 0,
        rounds: one.rounds.slice(0, 2),
      })),
    };
    const [same, refused, tooFew] = await Promise.all([
      gate("wireduel-results"),
      gate(other),
      gate(cli.write("few.json", JSON.stringify(few))),
    ]);
    expect(same.code).toBe(EXIT.ok);
    expect(JSON.parse(same.stdout).rules).toMatchObject([{ answer: "pass", rounds: 6 }]);
    expect(refused).toMatchObject({ code: EXIT.usage, stdout: "" });
    expect(refused.stderr).toContain("cpuCount");
    expect(tooFew).toMatchObject({ code: EXIT.usage, stdout: "" });
    expect(tooFew.stderr).toContain("at least 6 rounds");
  });

  it("compares an adapter with another version of its library", async ({ cli }) => {
    const require = createRequire(new URL("../../../adapter-ws/package.json", import.meta.url));
    const library = cli.path("old/node_modules/ws");
    cpSync(realpathSync(dirname(require.resolve("ws/package.json"))), library, { recursive: true });
    const manifest = JSON.parse(readFileSync(join(library, "package.json"), "utf8"));
    writeFileSync(join(library, "package.json"), JSON.stringify({ ...manifest, version: "0.0.1" }));
    const { code, stdout } = await cli.run([
      ...["gate", "ws", "--base-modules", "old", ...BY_BYTES, "--json"],
      ...SHORT,
    ]);
    expect(code).toBe(EXIT.ok);
    expect(JSON.parse(stdout).rules).toHaveLength(1);
    const { timings } = JSON.parse(readFileSync(stored(cli), "utf8"));
    const versions = (timings as { rounds: { ends: unknown }[] }[]).map(({ rounds }) => rounds[0]?.ends);
    for (const [index, version] of ["0.0.1", manifest.version].entries()) {
      const ends = { libraries: { ws: version } };
      expect(versions[index]).toMatchObject({ senders: [ends], receivers: [ends] });
    }
  });

  it("judges every cell of several sizes", async ({ cli }) => {
    const sizes = ["--size", "100,1kB", "--rounds", "7", "--count", "10", "--no-config", "--json"];
    const { code, stdout } = await cli.run(["gate", "tcp", "--fail-if", "tcp.p50 > 10s", ...sizes]);
    expect(code).toBe(EXIT.ok);
    const { rules } = JSON.parse(stdout);
    expect(rules).toHaveLength(2);
    expect(new Set(rules.map(({ cell }: { cell: string }) => cell)).size).toBe(2);
  });

  it("stops at Ctrl-C without an answer", async ({ cli }) => {
    const running = cli.start(["gate", "tcp", "--fail-if", "tcp.p50 > 10s", "--no-config", "--budget", "5m"]);
    await running.announces(/Block 1/);
    running.signalGroup("SIGINT");
    const { code, stdout } = await running.finished;
    expect(code).toBe(EXIT.interrupted);
    expect(stdout).not.toContain("passed");
    const page = readFileSync(stored(cli).replace("result.json", "report.html"), "utf8");
    expect(page).toContain("The gate was interrupted");
  });
});

describe("wireduel gate refuses, before it measures,", () => {
  it.for<[args: string[], hint: string]>([
    [["ws"], "--fail-if"],
    [["ws", "--fail-if-slower", "10%"], "--fail-if-slower"],
    [["ws", "--fail-if", "wss.p50 > 1ms"], "ws"],
    [["ws", "--fail-if", "ws.p98 > 1ms"], "p99"],
    [["ws", "--fail-if", "ws.p99 > 20"], "ms"],
    [["ws", "--fail-if", "ws.p99 < 20ms"], "`>`"],
    [["ws", "ws:profile=tuned", "--fail-if", "ws.p50 > 1ms"], "several"],
    [["--base", ADAPTER], "--head"],
    [["ws", "--base", ADAPTER, "--head", ADAPTER], "--base"],
    [["--base", ADAPTER, "--head", ADAPTER, "--baseline", "x.json"], "--base"],
    [["--base", ADAPTER, "--head", "./missing.js"], "missing.js"],
    [["ws", "--base-modules", "."], "ws"],
    [["tcp", "--base-modules", "."], "no library"],
    [["ws", "--baseline", "missing.json"], "--baseline"],
    [["ws", "--baseline", "."], "--baseline"],
    [["ws", "--fail-if", "ws.p50 > 1ms", "--rounds", "3"], "--rounds"],
    [["ws", "--fail-if", "ws.p50 > 1ms", "--rounds", "6-30"], "--rounds"],
    [["ws", "grpc", "--fail-if-slower", "10%", "--rounds", "2-5"], "at least 6"],
    [["ws", "grpc", "--fail-if-slower", "2000%"], "--fail-if-slower"],
    [["ws", "--fail-if", "ws.p50 > 1ms", "--reference", "ws"], "--reference"],
    [["ws", "--fail-if", "ws.response > 1ms"], "--rate"],
    [["ws", "--fail-if", "ws.throughput < 1/s", "--rate", "10/s"], "throughput"],
    [["ws", "--fail-if", "ws.p95 > 1ms", "--count", "19"], "--count"],
    [
      ["--base", "./a.js", "--head", "./b.js", "--fail-if-slower", "5%", "--to", "http://127.0.0.1:4000"],
      "--to",
    ],
  ])("%j", async ([args, hint], { cli }) => {
    const refused = await runHere(["gate", ...args, "--no-config"], { cwd: cli.folder });
    expect(refused).toMatchObject({ exitCode: EXIT.usage, stdout: "" });
    expect(refused.stderr).toContain(hint);
  });
});
