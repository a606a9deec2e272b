import { createServer } from "node:net";
import { describe, expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { it } from "../fixtures/command.js";

interface Report {
  readonly machine: { readonly platform: string };
  readonly findings: readonly { readonly name: string; readonly level: string; readonly found: string }[];
}

describe.concurrent("wireduel doctor", { timeout: 60_000 }, () => {
  it("says what it found, and what to do about what is wrong", async ({ cli }) => {
    const { code, stdout, stderr } = await cli.run(["doctor"], { env: { NODE_DEBUG: "none" } });
    expect([code, stderr]).toEqual([EXIT.ok, ""]);
    expect(stdout).toMatch(/^problem +environment: NODE_DEBUG/m);
    expect(stdout).toMatch(/^ok +Node\.js: /m);
  });

  it("prints JSON, and exits with 1 if asked to", async ({ cli, onTestFinished }) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const { code, stdout } = await cli.run(["doctor", "--json", "--strict", "--port", String(port)]);
    expect(code).toBe(EXIT.failed);
    const { machine, findings } = JSON.parse(stdout) as Report;
    expect(machine.platform).toBe(process.platform);
    expect(findings.find(({ name }) => name === "port")).toMatchObject({ level: "problem" });
  });

  it("has colours if asked to", async ({ cli }) => {
    const { stdout } = await cli.run(["doctor", "--color", "always"]);
    expect(stdout).toContain("\u001b[32mok\u001b[39m");
  });

  it("counts what the connections need", async ({ cli }) => {
    const { stdout } = await cli.run(["doctor", "--json", "--connections", "100000000"]);
    const { findings } = JSON.parse(stdout) as Report;
    expect(findings.find(({ name }) => name === "file descriptors")?.level).toBe("problem");
  });

  it("ends at Ctrl-C", async ({ cli, onTestFinished }) => {
    const running = cli.start(["doctor"]);
    const timer = setInterval(() => running.signalGroup("SIGINT"), 200);
    onTestFinished(() => clearInterval(timer));
    expect((await running.finished).stdout).toBe("");
  });
});
