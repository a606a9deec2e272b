import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { USER_VARIABLES } from "./environment.js";
import { it } from "./fixtures/programs.js";

// Long enough for a busy machine. A test ends as soon as its programs have ended.
describe.concurrent("start", { timeout: 120_000 }, () => {
  it("runs both servers, reports both protocols, keeps the results, and ends with 0", async ({
    programs,
  }) => {
    const start = programs.start("start", { env: { IMAGE_DELAY_MS: "1000", IMAGE_COUNT: "2" } });
    expect(await start.ended).toBe(0);
    expect(start.errors).toBe("");
    for (const title of ["WebSocket", "gRPC"]) {
      expect(start.output).toContain(`=== ${title} performance test: 2 images transfer ===`);
    }
    for (const line of [
      /^Image 1 transmission time: [\d.,]+ ms$/gm,
      /^Image 2 transmission time: [\d.,]+ ms$/gm,
      /^Total transfer time \(including 1s delays\): [\d.,]+ ms$/gm,
      /^Sum of transmission times: [\d.,]+ ms$/gm,
      /^receiver: .*: 2 images, all whole$/gm,
    ]) {
      expect(start.output.match(line), String(line)).toHaveLength(2);
    }
    const { folder } = programs;
    expect(start.output.trimEnd().split("\n").slice(-2)).toEqual([
      `Results: ${join(folder, "output.log")} and ${join(folder, "result.json")}`,
      `Page: ${join(folder, "report.html")}`,
    ]);
    expect(programs.page()).toContain("IMAGE_COUNT=2 IMAGE_DELAY_MS=1000");

    const reported = start.output.split("\n").filter((line) => !/^(receiver|Results|Page):/.test(line));
    expect(programs.log().trim()).toBe(reported.join("\n").trim());
    expect(programs.result().timings.map(({ label }) => label)).toEqual(["WebSocket", "gRPC"]);
    for (const { clock, counts } of programs.rounds()) {
      expect([clock.kind, counts.acknowledged]).toEqual(["shared", 2]);
    }
  });

  it.for<[string, Record<string, string>]>([
    ["IMAGE_PATH", { IMAGE_PATH: "missing.png" }],
    ["RESULTS_DIR", { RESULTS_DIR: "file" }],
    ["RECEIVER_WS_PORT", { RECEIVER_WS_PORT: "x" }],
    ["IMAGE_CUONT", { IMAGE_CUONT: "5" }],
  ])(
    "refuses a bad %s in one line, before anything starts, and ends with 2",
    async ([name, env], { programs }) => {
      const { folder } = programs;
      writeFileSync(join(folder, "file"), "");
      const start = programs.start("start", { env: { ...env, INIT_CWD: folder } });
      expect(await start.ended).toBe(2);
      expect(start.errors).toMatch(new RegExp(`^compose-demo: ${name}: .*\n$`));
      expect(start.output).toBe("");
    },
  );

  it.for(["start", "receiver", "transmitter"] as const)(
    "%s refuses an unknown argument with 2, and --help ends with 0",
    async (name, { programs }) => {
      const wrong = programs.start(name, { args: ["--hepl"] });
      const help = programs.start(name, { args: ["--help"] });
      expect(await wrong.ended).toBe(2);
      expect(wrong.errors).toMatch(/^compose-demo: argument: .*did you mean --help\?\n$/);
      expect(await help.ended).toBe(0);
      expect(help.errors).toBe("");
      for (const variable of Object.keys(USER_VARIABLES)) expect(help.output).toContain(variable);
    },
  );

  it("reports in one line that a port is in use, and ends with 1", async ({ programs }) => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    const start = programs.start("start", { env: { RECEIVER_GRPC_PORT: String(port), ADAPTERS: "grpc" } });
    expect(await start.ended).toBe(1);
    expect(start.errors).toMatch(new RegExp(`^compose-demo: .*${port}.* \\[LISTEN_FAILED\\]\n$`));
    taken.close();
  });

  it.for([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "ends both servers after %s with %i, and keeps what was measured",
    async ([signal, code], { programs }) => {
      const start = programs.start("start", { env: { IMAGE_DELAY_MS: "600000" } });
      await start.prints(/Image 1 transmission time/);
      start.child.kill(signal);
      expect(await start.ended).toBe(code);
      expect(start.errors).toMatch(
        new RegExp(`^compose-demo: stopped by ${signal}; .*result\\.json.*report\\.html\n$`),
      );
      expect(programs.result()).toMatchObject({ status: "aborted", notRun: ["gRPC"] });
      const [round] = programs.rounds();
      expect(round?.counts).toMatchObject({ sent: 1, acknowledged: 1 });
      expect(round?.errors.map((error) => error.code)).toEqual(["ABORTED"]);
      expect(programs.log()).toContain("Image 1 transmission time");
      expect(programs.page()).toContain("gRPC");
    },
  );

  it("compares in processes of its own, and begins with the verdict", async ({ programs }) => {
    const env = { COMPARE_SECONDS: "5", ADAPTERS: "tcp,ws", IMAGE_COUNT: undefined };
    const start = programs.start("start", { env, args: ["--compare"] });
    expect(await start.ended).toBe(0);
    expect(start.output).not.toContain("receiver:");
    const { comparisons, settings } = programs.result();
    expect(settings).toMatchObject({ receiver: "process", budgetMs: 5_000 });
    // On a busy machine, only one round may fit. It compares nothing.
    const decided = comparisons.filter(({ decides }) => decides);
    const several = settings.rounds > 1;
    expect(decided).toMatchObject(several ? [{ label: "WebSocket", to: "TCP" }] : []);
    expect(/^=== Verdict: \d+ rounds of images/.test(start.output)).toBe(several);
    if (several) expect(start.errors).toMatch(/^Round 1\b.* left$/m);
  });

  it("ends a comparison after SIGINT with 130, and keeps what was measured", async ({ programs }) => {
    const env = { ADAPTERS: "tcp,ws", IMAGE_COUNT: "3" };
    const start = programs.start("start", { env, args: ["--compare"] });
    await start.announces(/^Round 1\b/m);
    start.child.kill("SIGINT");
    expect(await start.ended).toBe(130);
    expect(start.errors).toMatch(/compose-demo: stopped by SIGINT; .*result\.json.*report\.html\n$/);
    expect(programs.result()).toMatchObject({ status: "aborted", comparisons: [] });
  });

  it("finishes the run after its stdout was closed", async ({ programs }) => {
    const start = programs.start("start");
    await start.prints(/Image 1 transmission time/);
    start.child.stdout?.destroy();
    start.child.stderr?.destroy();
    expect(await start.ended).toBe(0);
    expect(programs.result()).toMatchObject({ status: "completed", notRun: [] });
    expect(programs.log()).toContain("=== gRPC performance test");
  });
});
