import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { WireduelError } from "../failure/wireduel-error.js";
import { failureOf } from "../fixtures/failure-of.js";
import { processesBelow } from "../fixtures/processes.js";
import { ChildCalls } from "./child-calls.js";
import { childFlags } from "./child-flags.js";

let child: ChildCalls | undefined;
afterEach(() => child?.close());

function start(): ChildCalls {
  child = new ChildCalls({
    entry: new URL("../../transpiled/process/fixtures/answering-child.js", import.meta.url).href,
    modules: [],
    what: "the child",
    gone: (how) => new WireduelError("RECEIVER_LOST", how),
  });
  return child;
}

describe("ChildCalls", () => {
  it("matches replies to calls, in any order", async () => {
    const calls = start();
    const heard: unknown[] = [];
    const late = calls.call("wait").then((value) => heard.push(value));
    const early = calls.call("add", [1, 2]).then((value) => heard.push(value));
    await early;
    // Lets the other call reply.
    await calls.call("release", ["released"]);
    await late;
    expect(heard).toEqual([3, "released"]);
  });

  it("carries bytes and other values that JSON cannot carry", async () => {
    const value = [
      new Uint8Array([1, 2]),
      Number.NaN,
      Number.POSITIVE_INFINITY,
      undefined,
      new Map([[1, 2]]),
    ];
    expect(await start().call("echo", value)).toEqual(value);
  });

  it.each([
    ["the code of the error", "fail", ["RECEIVER_BUSY"], "RECEIVER_BUSY"],
    ["UNEXPECTED for an error without a code", "fail", [], "UNEXPECTED"],
    ["UNEXPECTED for an unknown call", "nothing", [], "UNEXPECTED"],
    ["UNEXPECTED for a property of every object", "toString", [], "UNEXPECTED"],
  ])("rejects with %s", async (_, call, args, code) => {
    expect((await failureOf(start().call(call, args))).code).toBe(code);
  });

  it("ignores messages that a library of the child sends to its parent", async () => {
    const calls = start();
    const foreign = [
      "ready",
      5,
      null,
      true,
      [],
      {},
      { id: 99, value: 1 },
      { id: 99, error: null },
      { cmd: "x" },
    ];
    await calls.call("sendForeign", foreign);
    expect(await calls.call("add", [1, 2])).toBe(3);
  });

  it("rejects all calls if its process cannot be started, and leaves nothing behind", async () => {
    const own = process.execPath;
    const handlers = process.listenerCount("exit");
    process.execPath = "/no/such/node";
    try {
      const calls = start();
      const error = await failureOf(calls.call("echo"));
      expect(error).toMatchObject({ code: "RECEIVER_LOST", message: expect.stringContaining("ENOENT") });
      expect((await failureOf(calls.call("echo"))).code).toBe("RECEIVER_LOST");
      await calls.close();
    } finally {
      process.execPath = own;
    }
    expect(process.listenerCount("exit")).toBe(handlers);
  });

  it("rejects pending and later calls when its process ends", async () => {
    const calls = start();
    await calls.call("echo");
    const waiting = failureOf(calls.call("wait"));
    process.kill(calls.processId as number, "SIGKILL");
    expect((await waiting).code).toBe("RECEIVER_LOST");
    expect(await calls.lost).toContain("SIGKILL");
    expect((await failureOf(calls.call("echo"))).code).toBe("RECEIVER_LOST");
  });

  it("ends its process although a call is pending, and does not report it as lost", async () => {
    const calls = start();
    let lost = false;
    void calls.lost.then(() => {
      lost = true;
    });
    const waiting = failureOf(calls.call("wait"));
    await Promise.all([calls.close(), calls.close()]);
    expect((await waiting).code).toBe("RECEIVER_LOST");
    expect(() => process.kill(calls.processId as number, 0)).toThrow();
    expect(lost).toBe(false);
  });

  it("ends its process with its parent, also if the event loop of the process is blocked", async () => {
    const program = fileURLToPath(
      new URL("../../transpiled/process/fixtures/leaves-a-blocked-child.js", import.meta.url),
    );
    const parent = spawn(process.execPath, [...childFlags([program]), program], { stdio: "pipe" });
    const [printed] = await once(parent.stdout, "data");
    const blocked = Number(printed);
    // The child says this itself, just before it blocks.
    await once(parent.stderr, "data");
    process.kill(blocked, 0);
    parent.stdin.end();
    await once(parent, "close");
    await expect.poll(() => isGone(blocked), { timeout: 20_000 }).toBe(true);
  });

  // Only Linux shows processes in /proc.
  it.runIf(process.platform === "linux")("are guarded again after someone killed the guard", async () => {
    const guards = () =>
      processesBelow(process.pid).filter(({ command }) => command.includes("wireduel-guard"));
    const first = start();
    await expect.poll(() => guards().length).toBe(1);
    const killed = guards()[0]?.pid as number;
    process.kill(killed, "SIGKILL");
    await expect.poll(() => isGone(killed)).toBe(true);
    const second = start();
    expect(guards()).toHaveLength(1);
    await Promise.all([first.close(), second.close()]);
    await expect.poll(guards).toEqual([]);
  });

  it.skipIf(process.platform === "win32")(
    "kills no one else if neither a child nor its guard can be started",
    async () => {
      const program = fileURLToPath(
        new URL("../../transpiled/process/fixtures/starts-without-descriptors.js", import.meta.url),
      );
      const flags = childFlags([program]);
      // A group of its own: all of it would be killed.
      const starting = spawn(
        "/bin/sh",
        ["-c", 'ulimit -n 256; "$@"', "sh", process.execPath, ...flags, program],
        {
          stdio: ["ignore", "pipe", "inherit"],
          detached: true,
        },
      );
      const printed = text(starting.stdout);
      expect(await once(starting, "exit")).toEqual([0, null]);
      expect(await printed).toContain("EMFILE");
    },
  );
});

function isGone(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return false;
  } catch {
    return true;
  }
}
