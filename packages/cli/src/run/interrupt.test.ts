import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseResult } from "@wireduel/core";
import { describe, expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { CORE_FOR_AUTHORS, it, type Running } from "../fixtures/command.js";

/** An adapter whose sender process says that it is stuck, and then is. */
const STUCK = `
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { defineAdapter } from ${JSON.stringify(CORE_FOR_AUTHORS)};
export default defineAdapter({
  name: "stuck",
  module: import.meta.url,
  async listen() {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const close = () => new Promise((resolve) => server.close(resolve));
    return { endpoint: { url: "tcp://127.0.0.1:" + server.address().port }, close };
  },
  dial() {
    writeFileSync("is-stuck", "");
    for (;;);
  },
});
`;
const LONG = ["--size", "100", "--count", "20", "--rounds", "1000", "--out", "results"];

/** Resolves when no process of the command is left. */
async function allEnded({ child }: Running): Promise<boolean> {
  for (;;) {
    try {
      process.kill(-(child.pid as number), 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.concurrent("an interrupted run", { timeout: 120_000 }, () => {
  it.for([
    ["SIGINT", "to all of its processes", EXIT.interrupted],
    ["SIGTERM", "to all of its processes", EXIT.terminated],
    ["SIGINT", "to itself", EXIT.interrupted],
    ["SIGTERM", "to itself", EXIT.terminated],
  ] as const)(
    "by %s %s keeps what was measured, and leaves no process",
    async ([signal, to, expected], { cli }) => {
      const running = cli.start(["tcp", "ws", ...LONG]);
      // A block is done.
      await running.announces(/block 1\b/i);
      if (to === "to itself") running.child.kill(signal);
      else {
        running.signalGroup(signal);
        // npx passes on what the command gets as well.
        running.child.kill(signal);
      }
      const { code, stdout, stderr } = await running.finished;
      expect(code, stderr).toBe(expected);
      const [folder = ""] = readdirSync(cli.path("results"));
      const result = parseResult(cli.read("results", folder, "result.json"));
      expect(result).toMatchObject({ status: "aborted", comparisons: [] });
      expect(result.timings.map(({ label }) => label)).toEqual(["TCP", "WebSocket"]);
      expect(stdout).toContain("TCP");
      expect(stderr).toContain(`Page: ${join("results", folder, "report.html")}`);
      expect(cli.read("results", folder, "report.html")).toContain("WebSocket");
      expect(await allEnded(running)).toBe(true);
    },
  );

  it("ends with the code of the signal if nothing was measured yet", async ({ cli }) => {
    const running = cli.start(["tcp", ...LONG, "--network", "10s"]);
    await expect.poll(() => existsSync(cli.path("results")), { timeout: 60_000 }).toBe(true);
    running.signalGroup("SIGINT");
    expect(await running.finished).toMatchObject({ code: EXIT.interrupted, stdout: "" });
    expect(readdirSync(cli.path("results"))).toEqual([]);
    expect(await allEnded(running)).toBe(true);
  });

  it("ends at once by a second Ctrl-C, with child processes that are stuck", async ({ cli }) => {
    cli.write("stuck.mjs", STUCK);
    const running = cli.start(["./stuck.mjs", ...LONG]);
    await expect.poll(() => existsSync(cli.path("is-stuck")), { timeout: 60_000 }).toBe(true);
    running.signalGroup("SIGINT");
    await running.announces(/again/);
    running.signalGroup("SIGINT");
    const { code, stdout } = await running.finished;
    expect({ code, stdout }).toEqual({ code: EXIT.interrupted, stdout: "" });
    expect(await allEnded(running)).toBe(true);
  });
});
