import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchmarkResult, MatrixCell } from "@wireduel/core";
import { formatJson } from "@wireduel/core/report";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT } from "../exit-code.js";
import { measureMatrix, measureRun, repeated, repeatedCells } from "../formats/fixtures/stored.js";
import { runHere } from "../program/fixtures/in-process.js";

let cwd = "";
const compare = (...args: readonly string[]) => runHere(["compare", ...args], { cwd });
const write = (name: string, result: BenchmarkResult) => writeFileSync(join(cwd, name), formatJson(result));

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "wireduel-compare-"));
  const one = await measureRun();
  const base = repeated(one);
  write("base.json", base);
  write("head.json", repeated(one));
  const { machine } = base;
  write("elsewhere.json", { ...repeated(one), machine: { ...machine, cpuCount: 1_000, kernel: "0" } });
  const other = repeated(one);
  write("different.json", {
    ...other,
    machine: { ...machine, cpuCount: 1_000, cpuModel: "x", memoryBytes: 1, arch: "x", kernel: "0" },
    provenance: { ...other.provenance, node: "1.0.0", core: "0" },
  });
  write("one-round.json", one);
  const timings = base.timings.map((timing) => ({ ...timing, label: `a=b, ${timing.label}` }));
  write("renamed.json", { ...repeated(one), timings });
  const matrix = await measureMatrix(cwd);
  writeFileSync(join(cwd, "matrix.json"), formatJson(repeatedCells(matrix)));
  writeFileSync(join(cwd, "other-matrix.json"), formatJson(repeatedCells(matrix)));
  const [, ...rest] = matrix.cells;
  const lessMeasured = [{ ...(matrix.cells[0] as MatrixCell), result: null }, ...rest];
  writeFileSync(join(cwd, "less.json"), formatJson(repeatedCells({ ...matrix, cells: lessMeasured })));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe("wireduel compare", () => {
  it("prints a verdict on each adapter, as text, as Markdown, as a page and as JSON", async () => {
    const text = await compare("base.json", "head.json");
    expect(text).toMatchObject({ exitCode: EXIT.ok, stderr: "" });
    expect(text.stdout).toContain("Verdict");
    const markdown = await compare("base.json", "head.json", "--format", "markdown");
    expect(markdown.stdout).toMatch(/^## /);
    const html = await compare("base.json", "head.json", "--format", "html");
    expect(html.stdout).toMatch(/^<!doctype html>[\s\S]*id="ratios-0-0"/);
    expect(html.stdout).toContain("compare base.json head.json --format html</code>");
    expect(html.stdout).toContain('id="measured"');
    const json = JSON.parse((await compare("base.json", "head.json", "--format", "json")).stdout);
    expect(json.comparisons[0]).toMatchObject({ label: "main", to: "main", verdict: "same", paired: false });
  });

  it("is no gate: a difference is no failure", async () => {
    const slower = JSON.parse(readFileSync(join(cwd, "head.json"), "utf8")) as BenchmarkResult;
    const tripled = (key: string, value: unknown) =>
      typeof value === "number" && key !== "samples" ? 3 * value : value;
    const timings = slower.timings.map((timing) => ({
      ...timing,
      rounds: timing.rounds.map((round) => ({
        ...round,
        times: JSON.parse(JSON.stringify(round.times), tripled) as typeof round.times,
      })),
    }));
    write("slower.json", { ...slower, timings });
    const { exitCode, stdout } = await compare("base.json", "slower.json", "--format", "json");
    expect(exitCode).toBe(EXIT.ok);
    expect(JSON.parse(stdout).comparisons[0].verdict).toBe("slower");
  });

  it("permits differences by name, and matches adapters that were renamed", async () => {
    const elsewhere = ["base.json", "elsewhere.json", "--format", "json"];
    const { stdout } = await compare(...elsewhere, "--may-differ", "machine,kernel");
    expect(JSON.parse(stdout).permitted).toHaveLength(2);
    const matches = ["--match", "main=a=b, main", "--match", "branch=a=b, branch"];
    const renamed = await compare("base.json", "renamed.json", "--format", "json", ...matches);
    expect(JSON.parse(renamed.stdout).comparisons[0]).toMatchObject({ label: "a=b, main", to: "main" });
  });

  it("compares two adapters of one run", async () => {
    const { stdout } = await compare("base.json", "base.json", "--match", "main=branch", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({ paired: true });
  });

  it("compares each cell of two matrices", async () => {
    const { stdout } = await compare("matrix.json", "other-matrix.json");
    expect(stdout.match(/100 B|200 B/g)).toEqual(["100 B", "200 B"]);
    const json = JSON.parse((await compare("matrix.json", "other-matrix.json", "--format", "json")).stdout);
    expect(json.cells).toMatchObject([
      { cell: expect.stringMatching(/^100 B, none, /), comparison: { paired: false } },
      { cell: expect.stringMatching(/^200 B, none, /), comparison: { paired: false } },
    ]);
    const markdown = await compare("matrix.json", "other-matrix.json", "--format", "markdown");
    expect(markdown.stdout.match(/^## .*100 B|^## .*200 B/gm)).toHaveLength(2);
  });

  it("writes a file", async () => {
    const { stdout } = await compare("base.json", "head.json", "--format", "markdown", "--output", "it.md");
    expect(stdout).toBe("");
    expect(readFileSync(join(cwd, "it.md"), "utf8")).toMatch(/^## /);
  });

  it("names at most three differences, one of each kind first, and permits all of them", async () => {
    const { stderr } = await compare("base.json", "different.json");
    expect(stderr.match(/ in base, /g)).toHaveLength(3);
    expect(stderr).toMatch(
      /machine: .*kernel: .*node: .*; and 4 more\. .*--may-differ machine,kernel,node,core /,
    );
    const permitted = await compare(
      "base.json",
      "different.json",
      "--may-differ",
      "machine,kernel,node,core",
    );
    expect(permitted.exitCode).toBe(EXIT.ok);
  });

  it.each([
    ["base.json", "HEAD"],
    ["base.json missing.json", "missing.json"],
    ["matrix.json head.json", "matrix"],
    ["base.json matrix.json", "matrix"],
    ["matrix.json less.json", "100 B"],
    ["less.json matrix.json", "100 B"],
    ["matrix.json matrix.json", "--match"],
    ["base.json elsewhere.json", "--may-differ machine,kernel"],
    ["base.json one-round.json", "rounds"],
    ["base.json base.json", "--match"],
    ["base.json renamed.json", "adapters"],
    ["base.json head.json --may-differ machin", "machine"],
    ["base.json head.json --match mian=branch", "main"],
    ["base.json head.json --match main=brnach", "branch"],
    ["base.json head.json --match main", "="],
    ["base.json head.json --match main=main --match main=branch", "twice"],
    ["base.json head.json --match main=branch --match branch=branch", "branch"],
    ["base.json head.json --decide-by p9", "p99"],
    ["base.json head.json --margin 200", "--margin"],
    ["base.json head.json --format pdf", "--format"],
    ["- -", "stdin"],
  ])("refuses in one line: wireduel compare %s", async (line, word) => {
    const { exitCode, stdout, stderr } = await compare(...line.split(" "));
    expect({ exitCode, stdout }).toEqual({ exitCode: EXIT.usage, stdout: "" });
    expect(stderr).toMatch(/^wireduel: [^\n]+\n$/);
    expect(stderr).toContain(word);
  });
});
