import { readdirSync } from "node:fs";
import { type BenchmarkResult, type MatrixResult, parseMatrix, parseResult } from "@wireduel/core";
import { describe, expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { type Cli, it } from "../fixtures/command.js";

/** A run that takes a second or two. */
const SHORT = ["--size", "100", "--count", "10", "--rounds", "1"];
/** A module of the user's own: an adapter that can misbehave. */
const CHAOS = `export { default } from ${JSON.stringify(
  new URL("../../../core/transpiled/fixtures/chaos-adapter.js", import.meta.url).href,
)};`;

/** The result that a run stored. */
function stored(cli: Cli, parent = "wireduel-results"): BenchmarkResult {
  const [folder = ""] = readdirSync(cli.path(parent)).filter((name) => !name.startsWith("."));
  return parseResult(cli.read(parent, folder, "result.json"));
}

describe.concurrent("wireduel run", { timeout: 120_000 }, () => {
  it("prints the verdict, stores the result, and says where it is", async ({ cli }) => {
    const { code, stdout, stderr } = await cli.run([
      ...["tcp", "ws", "--size", "1kB", "--kind", "json", "--count", "10", "--rounds", "2"],
    ]);
    expect(code, stderr).toBe(EXIT.ok);
    const result = stored(cli);
    expect(result).toMatchObject({ status: "completed", settings: { rounds: 2, budgetMs: null } });
    expect(result.timings.map(({ label }) => label)).toEqual(["TCP", "WebSocket"]);
    expect(result.timings[0]?.payload.sources).toMatchObject([{ kind: "json", leastBytes: 1_000 }]);
    expect(stdout).toContain("WebSocket");
    // How long it takes is known before.
    expect(stderr.split("\n")[0]).toMatch(/TCP; WebSocket: 1 kB json.*Time: /);
    const [, path = ""] = stderr.match(/wireduel report (\S+)/) ?? [];
    expect(parseResult(cli.read(path))).toEqual(result);
    // The folder does not get into a repository by accident.
    expect(cli.read("wireduel-results", ".gitignore")).toBe("*\n");
  });

  it("writes a page beside the result, and ends with its path", async ({ cli }) => {
    const [usual, apart, none] = await Promise.all([
      cli.run(["tcp", "ws", ...SHORT, "--out", "usual"]),
      cli.run(["tcp", ...SHORT, "--out", "apart", "--no-embed-result"]),
      cli.run(["tcp", ...SHORT, "--out", "none", "--no-page"]),
    ]);
    expect([usual.code, apart.code, none.code]).toEqual([EXIT.ok, EXIT.ok, EXIT.ok]);
    const [, path = ""] = usual.stderr.match(/^Page: (usual\/\S+\/report\.html)\n$/m) ?? [];
    const page = cli.read(path);
    expect(usual.stderr.endsWith(`Page: ${path}\n`)).toBe(true);
    expect(page).toMatch(/^<!doctype html>[\s\S]*WebSocket[\s\S]*<\/html>\n$/);
    expect(page).toContain("wireduel tcp ws --size 100");
    expect(page).toContain('id="wireduel-result"');
    const report = await cli.run(["report", path, "--format", "json"]);
    expect(parseResult(report.stdout)).toEqual(stored(cli, "usual"));
    const [folder = ""] = readdirSync(cli.path("apart"));
    expect(cli.read("apart", folder, "report.html")).not.toContain('id="wireduel-result"');
    const [without = ""] = readdirSync(cli.path("none"));
    expect(readdirSync(cli.path("none", without))).toEqual(["result.json"]);
    expect(none.stderr).not.toContain("Page:");
  });

  it("is the command that needs no name", async ({ cli }) => {
    const { code } = await cli.run(["run", "tcp", ...SHORT, "--no-out"]);
    expect(code).toBe(EXIT.ok);
    expect(readdirSync(cli.folder)).toEqual([]);
  });

  it("--json prints only JSON, and --json=FILE writes it to a file as well", async ({ cli }) => {
    const [printed, written] = await Promise.all([
      cli.run(["tcp", ...SHORT, "--out", "a", "--json"]),
      cli.run(["tcp", ...SHORT, "--no-out", "--json=result.json", "--format", "markdown"]),
    ]);
    expect([printed.code, written.code]).toEqual([EXIT.ok, EXIT.ok]);
    expect(parseResult(printed.stdout)).toEqual(stored(cli, "a"));
    expect(parseResult(cli.read("result.json")).status).toBe("completed");
    expect(() => parseResult(written.stdout)).toThrow();
  });

  it("several sizes and networks make a matrix", async ({ cli }) => {
    const args = [
      "tcp",
      "ws",
      "--size",
      "100,2kB",
      "--network",
      "none,1ms",
      "--count",
      "10",
      "--rounds",
      "1",
    ];
    const { code, stdout, stderr } = await cli.run([...args, "--out", "results"]);
    expect(code, stderr).toBe(EXIT.ok);
    const [folder = ""] = readdirSync(cli.path("results"));
    const matrix: MatrixResult = parseMatrix(cli.read("results", folder, "matrix.json"));
    expect(matrix.status).toBe("completed");
    expect(cli.read("results", folder, "report.html")).toContain(
      "wireduel tcp ws --size 100,2kB --network none,1ms",
    );
    expect(matrix.axes.payloads.map(({ label }) => label)).toEqual(["100 B", "2 kB"]);
    expect(matrix.axes.networks).toMatchObject([
      { label: "none", network: null },
      { label: "1ms", network: { delayMs: 1 } },
    ]);
    expect(stdout).toContain("2 kB");
  });

  it("sends files, and the messages of a file", async ({ cli }) => {
    cli.write("photo.bin", new Uint8Array(300));
    cli.write("messages.ndjson", '{"a":1}\n{"b":22}\n');
    const args = ["tcp", "--payload", "photo.bin", "--lines", "messages.ndjson", "--count", "10"];
    const { code, stdout, stderr } = await cli.run([...args, "--rounds", "1", "--no-out", "--json"]);
    expect(code, stderr).toBe(EXIT.ok);
    const { axes } = parseMatrix(stdout);
    expect(axes.payloads.map(({ label, payload }) => [label, payload.sources[0]?.from])).toEqual([
      ["photo.bin", "photo.bin"],
      ["messages.ndjson", "messages.ndjson"],
    ]);
  });

  it("--dry-run says what would be measured, and measures nothing", async ({ cli }) => {
    const args = ["ws", "grpc", "--size", "100,10kB", "--seed", "4", "--dry-run"];
    const [text, json] = await Promise.all([cli.run(args), cli.run([...args, "--json"])]);
    expect(text).toMatchObject({ code: EXIT.ok, stderr: "" });
    for (const part of ["WebSocket", "gRPC", "100 B", "10 kB", "--seed 4", "2m"])
      expect(text.stdout).toContain(part);
    expect(JSON.parse(json.stdout)).toMatchObject({
      settings: { seed: 4, budgetMs: 120_000 },
      cells: [{ blocks: 0 }, { blocks: 0 }],
    });
    expect(readdirSync(cli.folder)).toEqual([]);
  });

  it("--debug sends one payload, and prints all of its times and bytes", async ({ cli }) => {
    const [text, json] = await Promise.all([
      cli.run(["ws", "tcp", "--size", "3kB", "--debug"]),
      cli.run(["ws", "--size", "3kB", "--debug", "--json=debug.json"]),
    ]);
    expect(text.code, text.stderr).toBe(EXIT.ok);
    for (const part of ["WebSocket", "TCP", "at: received", "wire: payload", "3,000 B"]) {
      expect(text.stdout).toContain(part);
    }
    const { timings } = parseResult(cli.read("debug.json"));
    expect(json.code, json.stderr).toBe(EXIT.ok);
    expect(timings[0]?.rounds[0]).toMatchObject({
      warmedUp: 0,
      transmissions: [{ payloadBytes: 3_000 }],
      counts: { sent: 1, acknowledged: 1 },
      wire: { first: {} },
    });
    expect(readdirSync(cli.folder)).toEqual(["debug.json"]);
  });

  it("shares the load among --senders and --receivers, and says so", async ({ cli }) => {
    const { code, stdout, stderr } = await cli.run([
      ...["tcp", "--size", "100", "--count", "40", "--rounds", "1"],
      ...["--senders", "3", "--receivers", "2", "--format", "text"],
    ]);
    expect(code, stderr).toBe(EXIT.ok);
    expect(stdout).toContain("sender 3");
    const { settings, timings } = stored(cli);
    expect(settings).toMatchObject({ senders: 3, receivers: 2 });
    expect(timings[0]).toMatchObject({ connections: 3, load: { concurrency: 3 } });
    const round = timings[0]?.rounds[0];
    expect(round?.counts).toMatchObject({ sent: 40, acknowledged: 40, delivered: 40 });
    expect(round?.ends).toMatchObject({ senders: [{}, {}, {}], receivers: [{}, {}] });
    expect(round?.senders?.each.map(({ receiver, counts }) => [receiver, counts.sent])).toEqual([
      [0, 14],
      [1, 13],
      [0, 13],
    ]);
  });

  it("--debug sends one payload from each sender, and has the facts of each end", async ({ cli }) => {
    const { code, stdout, stderr } = await cli.run(["tcp", "--size", "3kB", "--senders", "2", "--debug"]);
    expect(code, stderr).toBe(EXIT.ok);
    expect(stdout.match(/at: acknowledged/g)).toHaveLength(2);
    for (const end of ["sender 1", "sender 2"]) expect(stdout.split(`\n  ${end} `)).toHaveLength(3);
    expect(stdout).toMatch(/\n {2}receiver /);
  });

  it("gives the processes of all adapters the same flags, also if only one of them is TypeScript", async ({
    cli,
  }) => {
    cli.write("chaos.mjs", CHAOS);
    const { code, stderr } = await cli.run(["tcp", "./chaos.mjs", ...SHORT.slice(0, -1), "2"]);
    expect(code, stderr).toBe(EXIT.ok);
    const ends = stored(cli).timings.flatMap(({ rounds }) => rounds.flatMap((round) => round.ends));
    const flags = ends
      .flatMap(({ senders, receivers }) => [...senders, ...receivers])
      .map((end) => end.flags);
    expect(flags).toHaveLength(8);
    expect(new Set(flags.map((of) => of.join(" "))).size).toBe(1);
  });

  it("ends with 1 if a payload was damaged, and still reports and stores", async ({ cli }) => {
    cli.write("chaos.mjs", CHAOS);
    const { code, stdout } = await cli.run(["tcp", "./chaos.mjs:damageAt=25,label=chaos", ...SHORT]);
    expect(code).toBe(EXIT.failed);
    expect(stdout).toContain("chaos");
    expect(stored(cli).status).toBe("failed");
  });

  it("ends with 1 if the receiver is lost, and says why", async ({ cli }) => {
    cli.write("chaos.mjs", CHAOS);
    const { code, stderr } = await cli.run(["./chaos.mjs:killAt=22", ...SHORT]);
    expect(code).toBe(EXIT.failed);
    expect(stderr).toContain("RECEIVER_LOST");
  });
});
