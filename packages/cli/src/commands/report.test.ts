import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { gzipSync } from "node:zlib";
import { type BenchmarkResult, parseResult } from "@wireduel/core";
import { formatJson, formatJunit, formatMarkdown, formatText } from "@wireduel/core/report";
import { formatHtml } from "@wireduel/report-html";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { EXIT } from "../exit-code.js";
import { it } from "../fixtures/command.js";
import { measureMatrix, measureRun } from "../formats/fixtures/stored.js";
import { runHere } from "../program/fixtures/in-process.js";

let cwd = "";
let result: BenchmarkResult;
const report = (...args: readonly string[]) => runHere(["report", ...args], { cwd });

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "wireduel-report-"));
  result = await measureRun();
  mkdirSync(join(cwd, "empty"));
  for (const folder of ["2026-01-01T00-00-00Z", "2026-01-02T00-00-00Z"]) {
    mkdirSync(join(cwd, "results", folder), { recursive: true });
    const startedAt = `${folder.slice(0, 10)}T00:00:00.000Z`;
    writeFileSync(join(cwd, "results", folder, "result.json"), formatJson({ ...result, startedAt }));
  }
  writeFileSync(join(cwd, "result.json"), formatJson(result));
  writeFileSync(join(cwd, "matrix.json"), formatJson(await measureMatrix(cwd)));
  writeFileSync(join(cwd, "other.json"), "{}");
  writeFileSync(join(cwd, "broken.json"), "{\n");
  const page = (content: string) =>
    `<html><script type="application/gzip+base64" id="wireduel-result">${content}</script></html>`;
  const packed = (content: string | Buffer) => page(gzipSync(content).toString("base64"));
  writeFileSync(join(cwd, "empty.html"), "<html></html>");
  writeFileSync(
    join(cwd, "damaged.html"),
    packed(formatJson(result)).replace(/.{40}<\/script>/, "</script>"),
  );
  writeFileSync(join(cwd, "bomb.html"), packed(Buffer.alloc(300 * 2 ** 20)));
  writeFileSync(join(cwd, "other.html"), packed("{}"));
  writeFileSync(join(cwd, "deep.html"), packed(`{"a":"[",${'"b":['.repeat(100_000)}`));
  writeFileSync(join(cwd, "two.html"), packed("{}") + packed("{}"));
  writeFileSync(join(cwd, "cut.html"), packed("{}").slice(0, -20));
  writeFileSync(join(cwd, "begun.html"), "<html><script>");
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe("wireduel report", () => {
  it("prints the report, and nothing else", async () => {
    const stdout = `${formatText(result)}\n`;
    expect(await report("result.json")).toEqual({ exitCode: EXIT.ok, stdout, stderr: "" });
    expect((await report("matrix.json")).stdout).toContain("100 B");
  });

  it("takes a folder for the newest result in it", async () => {
    const { stdout } = await report("results", "--format", "json");
    expect(JSON.parse(stdout).startedAt).toBe("2026-01-02T00:00:00.000Z");
    const older = await report("results/2026-01-01T00-00-00Z", "--format", "json");
    expect(JSON.parse(older.stdout).startedAt).toBe("2026-01-01T00:00:00.000Z");
  });

  it("reads the result inside a page", async () => {
    const page = formatHtml(result);
    writeFileSync(join(cwd, "page.html"), `\uFEFF${page}`);
    const { stdout, exitCode } = await report("page.html", "--format", "json");
    expect(exitCode).toBe(EXIT.ok);
    expect(parseResult(stdout)).toEqual(result);
  });

  it("writes a file, and one for each of several formats into a folder", async () => {
    const one = await report("result.json", "--format", "markdown", "--output", "new/report.md");
    expect(one).toEqual({ exitCode: EXIT.ok, stdout: "", stderr: "" });
    expect(readFileSync(join(cwd, "new/report.md"), "utf8")).toBe(formatMarkdown(result));
    await report("result.json", "--format", "junit,csv-rounds", "--output", "several");
    expect(readdirSync(join(cwd, "several"))).toEqual(["report.rounds.csv", "report.xml"]);
    expect(readFileSync(join(cwd, "several/report.xml"), "utf8")).toBe(formatJunit(result));
  });

  it("writes a page with the result inside, or without it", async () => {
    const { stdout: page } = await report("result.json", "--format", "html");
    expect(page).toContain('id="wireduel-result"');
    const { stdout: smaller } = await report("result.json", "--format", "html", "--no-embed-result");
    expect(smaller).not.toContain('id="wireduel-result"');
    expect(smaller).toContain("<html");
  });

  it("advises on a page in the words of the command line", async () => {
    const { stdout: page } = await report("result.json", "--format", "html");
    expect(page).toContain("--rounds");
    expect(page).not.toContain("Use `rounds`");
  });

  it.for([
    ["", "FILE"],
    ["result.json matrix.json", "report"],
    ["missing.json", "missing.json"],
    ["empty", "result.json"],
    ["broken.json", "broken.json"],
    ["other.json", "other.json"],
    ["empty.html", "--embed-result"],
    ["damaged.html", "damaged"],
    ["bomb.html", "MiB"],
    ["other.html", "other.html"],
    ["deep.html", "levels"],
    ["two.html", "2 results"],
    ["cut.html", "cut off"],
    ["begun.html", "cut off"],
    ["result.json --format junt", "junit"],
    ["result.json --format text,json", "--output"],
    ["result.json --output", "--output"],
    ["result.json --no-embed-result", "--format html"],
    ["matrix.json --format csv-samples", "transmissions"],
    ["matrix.json --format junit,csv-samples --output refused", "transmissions"],
    ["result.json --fromat text", "--format"],
  ] as const)("refuses in one line, and writes nothing: wireduel report %s", async ([line, word]) => {
    const before = readdirSync(cwd);
    const { exitCode, stdout, stderr } = await report(...line.split(" ").filter((arg) => arg !== ""));
    expect({ exitCode, stdout }).toEqual({ exitCode: EXIT.usage, stdout: "" });
    expect(stderr).toMatch(/^wireduel: [^\n]+\n$/);
    expect(stderr).toContain(word);
    expect(readdirSync(cwd)).toEqual(before);
  });

  it.runIf(process.platform === "linux")("fails if the disk is full", async () => {
    const { exitCode, stderr } = await report("result.json", "--output", "/dev/full");
    expect(exitCode).toBe(EXIT.failed);
    expect(stderr).toMatch(/^wireduel: [^\n]*\/dev\/full[^\n]*\n$/);
  });

  it("has colours in the text alone, and only where they are wanted", async ({ cli }) => {
    const env = { FORCE_COLOR: "1" };
    const [text, markdown] = await Promise.all([
      cli.run(["report", "result.json"], { cwd, env }),
      cli.run(["report", "result.json", "--format", "markdown"], { cwd, env }),
    ]);
    expect(text.stdout).not.toBe(`${formatText(result)}\n`);
    expect(stripVTControlCharacters(text.stdout)).toBe(`${formatText(result)}\n`);
    expect(markdown.stdout).toBe(formatMarkdown(result));
  });

  it("reads stdin, and stops quietly if nobody reads on", async ({ cli }) => {
    const read = await cli.run(["report", "-", "--format", "junit"], { input: formatJson(result) });
    expect(read).toEqual({ code: EXIT.ok, stdout: formatJunit(result), stderr: "" });
    cli.write("result.json", formatJson(result));
    const head = cli.shell("$WIREDUEL report result.json --format json | head -n 1");
    expect(await head.finished).toEqual({ code: 0, stdout: "{\n", stderr: "" });
  });
});
