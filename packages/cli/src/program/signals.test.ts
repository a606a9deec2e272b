// Ctrl-C and the like, in every phase of a command.
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { parseMatrix, parseResult } from "@wireduel/core";
import { describe, expect } from "vitest";
import {
  allEnded,
  type Process,
  processesBelow,
  signal,
  until,
} from "../../../core/src/fixtures/processes.js";
import { EXIT } from "../exit-code.js";
import { type Cli, it, type Running } from "../fixtures/command.js";
import { receive } from "../remote/fixtures/receive.js";

/** A module that says so in a file, and never returns. */
const NEVER_LOADED = 'import { writeFileSync } from "node:fs"; writeFileSync("loading", ""); for (;;);';
const LONG = ["--size", "100", "--count", "20", "--rounds", "1000", "--out", "results"];
/** Hours, unless a signal ends them. */
const SLOW = ["--size", "100", "--rate", "10/s", "--duration", "1h", "--rounds", "1", "--out", "results"];

/** The signal that ended a process. Null: it ended by itself. */
async function signalOf({ child, finished }: Running): Promise<NodeJS.Signals | null> {
  await finished;
  return child.signalCode;
}

/** The file with what was measured. */
function storedIn(cli: Cli, name: string): string {
  const [folder = ""] = readdirSync(cli.path("results"));
  return cli.read("results", folder, name);
}

describe.concurrent("before there is anything to keep", { timeout: 120_000 }, () => {
  it.for(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "%s ends a command whose configuration never returns",
    async (signal, { cli }) => {
      cli.write("never.mjs", NEVER_LOADED);
      const running = cli.start(["tcp", "--config", "never.mjs"]);
      await until(() => existsSync(cli.path("loading")));
      running.child.kill(signal);
      expect(await signalOf(running)).toBe(signal);
    },
  );

  it.for([
    [["./never.mjs"]],
    [["gate", "./never.mjs", "--fail-if", "never.p50 > 1s"]],
    [["adapters", "./never.mjs"]],
    [["receive", "./never.mjs"]],
  ] as const)("SIGINT ends %j, whose module never returns", async ([args], { cli }) => {
    cli.write("never.mjs", NEVER_LOADED);
    const running = cli.start(args);
    await until(() => existsSync(cli.path("loading")));
    running.child.kill("SIGINT");
    expect(await signalOf(running)).toBe("SIGINT");
    expect(existsSync(cli.path("wireduel-results"))).toBe(false);
  });
});

// /proc lists the processes.
describe.runIf(process.platform === "linux").concurrent("during a run", { timeout: 240_000 }, () => {
  it.for([
    ["the sender process", "sender-process", ["tcp", "ws", ...LONG], /block 1\b/i],
    ["the receiver processes", "receiver-process", ["tcp", "ws", ...LONG], /block 1\b/i],
    ["the receiver process of a single round", "receiver-process", ["tcp", ...SLOW], /./],
    ["the network", "tap-process", ["tcp", "ws", ...LONG, "--network", "1ms"], /block 1\b/i],
  ] as const)(
    "SIGINT ends it, although %s had been stopped, and what was measured is kept",
    async ([_, program, args, begun], { cli }) => {
      const running = cli.start(args);
      await running.announces(begun);
      const find = () =>
        processesBelow(running.child.pid as number).filter(({ command }) => command.includes(program));
      await until(() => signal(find(), "SIGSTOP") > 0);
      const all = processesBelow(running.child.pid as number);
      running.child.kill("SIGINT");
      const { code, stderr } = await running.finished;
      expect(code, stderr).toBe(EXIT.interrupted);
      if (args.includes("1000")) expect(parseResult(storedIn(cli, "result.json")).status).toBe("aborted");
      await allEnded(all);
    },
  );

  it("SIGINT ends a matrix, which can go on", async ({ cli }) => {
    const running = cli.start(["tcp", "ws", ...LONG, "--network", "none,1ms"]);
    await running.announces(/block 1\b/i);
    running.signalGroup("SIGINT");
    expect((await running.finished).code).toBe(EXIT.interrupted);
    const { status, cells } = parseMatrix(storedIn(cli, "matrix.json"));
    expect(status).toBe("aborted");
    expect(cells.some(({ blocks }) => blocks > 0)).toBe(true);
  });

  it("SIGINT ends a command that waits for its stdin", async ({ cli }) => {
    const running = cli.shell("sleep 1000 | $WIREDUEL report -");
    const commands = () =>
      processesBelow(running.child.pid as number).filter(({ command }) => command.includes("main.js"));
    await until(() => commands().length > 0);
    const all = commands();
    signal(all, "SIGINT");
    await allEnded(all);
    expect(running.stdout + running.stderr).toBe("");
  });

  it("a second SIGINT leaves nothing of a run that has measured nothing", async ({ cli }) => {
    const running = cli.start(["tcp", ...LONG, "--network", "10s"]);
    // From then on it handles signals.
    await until(() => existsSync(cli.path("results")));
    // Until it runs its own program, a new process keeps its parent waiting if it is stopped.
    const ends = ({ command }: Process) => /(?:sender|receiver)-process/.test(command);
    await until(() => processesBelow(running.child.pid as number).some(ends));
    const all = processesBelow(running.child.pid as number);
    signal(all.filter(ends), "SIGSTOP");
    running.child.kill("SIGINT");
    await running.announces(/again/);
    running.child.kill("SIGINT");
    expect((await running.finished).code).toBe(EXIT.interrupted);
    expect(readdirSync(cli.path("results"))).toEqual([]);
    await allEnded(all);
  });

  it("SIGINT ends a command whose output nobody reads", async ({ cli }) => {
    const args = ["tcp", "--size", "10", "--count", "20000", "--rounds", "1", "--no-out", "--json"];
    const running = cli.start([...args, "--network", "none"]);
    const { child } = running;
    child.stdout?.pause();
    // The pipe is full.
    await until(() => (child.stdout?.readableLength ?? 0) > 0);
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([EXIT.interrupted, null]);
  });

  it("SIGINT ends a receiver whose sender had been stopped", async ({ cli }) => {
    const { receiver, url } = await receive(cli, ["tcp"]);
    const sender = cli.start(["tcp", ...LONG, "--to", url]);
    await sender.announces(/block 1\b/i);
    sender.signalGroup("SIGSTOP");
    receiver.signalGroup("SIGINT");
    expect((await receiver.finished).code).toBe(EXIT.ok);
  });
});
