// A run, its receiver and its senders as processes.
import { readdirSync } from "node:fs";
import { type BenchmarkResult, parseResult } from "@wireduel/core";
import { describe, expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { type Cli, it, type Running } from "../fixtures/command.js";
import { runHere } from "../program/fixtures/in-process.js";
import { receive } from "../remote/fixtures/receive.js";

/** Many short rounds, so that a block is soon complete. */
const ENDLESS = ["--size", "100", "--count", "20", "--rounds", "1000", "--out", "results"];

/** A run that waits for senders at a free port, and what it shows to type there. */
async function coordinate(
  cli: Cli,
  senders: number,
  args: readonly string[],
): Promise<{ readonly run: Running; readonly receiver: Running; readonly command: readonly string[] }> {
  const { receiver, url } = await receive(cli, ["tcp"]);
  const join = ["--wait-for-senders", `${senders}`, "--join-port", "0", "--join-timeout", "2m"];
  const run = cli.start(["tcp", "--to", url, ...join, ...args]);
  const [, line = ""] = await run.announces(/^ {2}wireduel (send .*)\n/m);
  // Faster than with all adapters.
  const [send = "", ...rest] = line.replace(/ --label \S+/, "").split(" ");
  return { run, receiver, command: [send, "tcp", ...rest] };
}

/** A run that has measured a block with senders of these labels. */
async function started(
  cli: Cli,
  ...labels: readonly string[]
): Promise<{ readonly run: Running; readonly senders: readonly Running[] }> {
  const { run, command } = await coordinate(cli, labels.length, ENDLESS);
  const senders = labels.map((label) => cli.start([...command, "--label", label]));
  await run.announces(/block 1\b/i);
  return { run, senders };
}

/** The result in the folder of the run. */
function storedOf(cli: Cli, file = "result.json"): BenchmarkResult {
  const [folder = ""] = readdirSync(cli.path("results")).filter((name) => !name.startsWith("."));
  return parseResult(cli.read("results", folder, file));
}

describe("wireduel send", { timeout: 240_000 }, () => {
  it("shares the load of a run with other senders, and strangers and doubles are refused", async ({
    cli,
  }) => {
    const measured = ["--size", "100", "--count", "41", "--rounds", "2", "--no-out", "--json"];
    const { run, receiver, command } = await coordinate(cli, 2, [...measured, "--join-token-file", "secret"]);
    cli.write("other", "another-secret\n");
    const other = command.map((word) => (word === cli.path("secret") ? "other" : word));
    expect(other).not.toEqual(command);
    const one = cli.start([...command, "--label", "one"]);
    await one.announces(/Joined .* as one, one of 2 senders/);
    const [stranger, double] = await Promise.all([cli.run(other), cli.run([...command, "--label", "one"])]);
    expect(stranger).toMatchObject({ code: EXIT.failed, stdout: "" });
    expect(stranger.stderr).toMatch(/UNAUTHORIZED.*--token-file/);
    expect(double).toMatchObject({ code: EXIT.failed, stdout: "" });
    expect(double.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(double.stderr).toContain("--label");
    const task = cli.start(command, { env: { JOB_COMPLETION_INDEX: "7" } });
    for (const sender of [one, task]) {
      const { code, stdout, stderr } = await sender.finished;
      expect({ code, stdout }, stderr).toEqual({ code: EXIT.ok, stdout: "" });
      expect(stderr).toContain("Round 2 of 2: TCP");
    }
    const { code, stdout, stderr } = await run.finished;
    expect(code, stderr).toBe(EXIT.ok);
    expect(stderr).toContain("2 of 2 senders joined");
    expect(stderr).toContain(cli.path("secret"));
    const rounds = parseResult(stdout).timings[0]?.rounds ?? [];
    expect(rounds).toHaveLength(2);
    for (const { counts, senders } of rounds) {
      expect(counts).toMatchObject({ sent: 41, delivered: 41 });
      expect(senders?.each).toMatchObject([
        { label: "one", counts: { sent: 21, acknowledged: 21 } },
        { label: "sender-7", counts: { sent: 20, acknowledged: 20 } },
      ]);
    }
    // A session for each sender and round.
    await receiver.prints(/(?:payloads, all whole[\s\S]*){4}/);
    const arrived = [...receiver.stdout.matchAll(/: (\d+) payloads, all whole/g)].map(([, count]) =>
      Number(count),
    );
    expect(arrived.toSorted()).toEqual([20, 20, 21, 21]);
  });

  it("that is killed ends the run, which names it and keeps what was measured", async ({ cli }) => {
    const { run, senders } = await started(cli, "a", "b");
    const [a, b] = senders as [Running, Running];
    b.signalGroup("SIGKILL");
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(EXIT.failed);
    expect(stderr).toMatch(/b, one of 2 senders.*\[SENDER_LOST\]/);
    const other = await a.finished;
    expect(other).toMatchObject({ code: EXIT.failed, stdout: "" });
    expect(other.stderr).toContain("SENDER_LOST");
    const { status, timings } = storedOf(cli);
    expect(status).toBe("failed");
    expect(timings[0]?.rounds[0]).toMatchObject({ status: "completed", counts: { acknowledged: 20 } });
  });

  it("ends if the run is killed", async ({ cli }) => {
    const { run, senders } = await started(cli, "a");
    run.signalGroup("SIGKILL");
    for (const { finished } of senders) {
      const { code, stderr } = await finished;
      expect(code).toBe(EXIT.failed);
      expect(stderr).toContain("COORDINATOR_LOST");
    }
    expect(storedOf(cli, "result.partial.json").timings[0]?.rounds.length).toBeGreaterThan(0);
  });

  it("ends the run if it is interrupted", async ({ cli }) => {
    const { run, senders } = await started(cli, "a");
    for (const sender of senders) {
      sender.signalGroup("SIGINT");
      const { code, stderr } = await sender.finished;
      expect(code, stderr).toBe(EXIT.interrupted);
    }
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(EXIT.failed);
    expect(stderr).toMatch(/\ba: .*\[SENDER_LOST\]/);
  });

  it("ends with 1 if the run is interrupted", async ({ cli }) => {
    const { run, senders } = await started(cli, "a");
    run.signalGroup("SIGINT");
    expect((await run.finished).code).toBe(EXIT.interrupted);
    for (const { finished } of senders) {
      const { code, stderr } = await finished;
      expect(code, stderr).toBe(EXIT.failed);
      expect(stderr).toContain("ABORTED");
    }
    expect(storedOf(cli)).toMatchObject({ status: "aborted" });
  });

  it("joins a gate again that measures a second time", async ({ cli }) => {
    const { url } = await receive(cli, ["tcp"]);
    const limit = [
      "--fail-if",
      "tcp.throughput < 1000000000/s",
      "--size",
      "100",
      "--count",
      "20",
      "--rounds",
      "6",
    ];
    const join = ["--wait-for-senders", "1", "--join-port", "0", "--no-out"];
    const gate = cli.start(["gate", "tcp", "--to", url, ...join, ...limit]);
    const [, line = ""] = await gate.announces(/^ {2}wireduel (send .*)\n/m);
    const sender = cli.start([...line.split(" "), "tcp", "--wait", "2s"]);
    const { code, stderr } = await gate.finished;
    expect(code, stderr).toBe(EXIT.gateFailed);
    const ended = await sender.finished;
    expect(ended.code, ended.stderr).toBe(EXIT.ok);
    expect(ended.stderr.match(/Done: sent in 6 rounds/g)).toHaveLength(2);
  });

  it("can be interrupted while it waits, and so can a run that waits", async ({ cli }) => {
    const sender = cli.start(["send", "tcp", "--join", "http://127.0.0.1:1", "--wait", "1h"]);
    await sender.announces(/Waiting .*ECONNREFUSED/);
    const { run } = await coordinate(cli, 1, ENDLESS);
    for (const waiting of [sender, run]) {
      waiting.signalGroup("SIGINT");
      expect(await waiting.finished).toMatchObject({ code: EXIT.interrupted, stdout: "" });
    }
    expect(readdirSync(cli.path("results")).filter((name) => !name.startsWith("."))).toEqual([]);
  });
});

describe("a run that waits for senders", () => {
  const waiting = [
    "tcp",
    "--to",
    "http://127.0.0.1:1",
    "--wait-for-senders",
    "3",
    "--join-port",
    "0",
    "--no-out",
  ];

  it("says how many are missing", async ({ cli }) => {
    const { exitCode, stdout, stderr } = await runHere([...waiting, "--join-timeout", "50ms"], {
      cwd: cli.folder,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: EXIT.failed, stdout: "" });
    expect(stderr).toMatch(/3 of 3 senders .*\[SENDERS_MISSING\].*--join-timeout/);
  });

  it("makes no token for a dry run", async ({ cli }) => {
    const args = [...waiting, "--join-host", "0.0.0.0", "--join-token-file", "secret", "--dry-run"];
    const { exitCode, stdout } = await runHere(args, { cwd: cli.folder });
    expect(exitCode).toBe(EXIT.ok);
    expect(stdout).toContain("3 senders");
    expect(readdirSync(cli.folder)).toEqual([]);
  });
});

describe("a sender", () => {
  it("says that there is no run, after a time", async ({ cli }) => {
    const args = ["send", "tcp", "--join", "http://127.0.0.1:1", "--wait", "300ms"];
    const { exitCode, stdout, stderr } = await runHere(args, { cwd: cli.folder });
    expect({ exitCode, stdout }).toEqual({ exitCode: EXIT.failed, stdout: "" });
    expect(stderr).toMatch(/300 ms: .*ECONNREFUSED.*\[COORDINATOR_UNREACHABLE\].*--wait/);
  });
});
