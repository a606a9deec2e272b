// `pnpm bench page`: how long a large result and its page take to write and to open, and how large they are.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseResult } from "@wireduel/core";
import { formatHtml } from "@wireduel/report-html";
import { buildLargeResult, findChromium, NO_CHROMIUM, startChromium } from "../internals.js";
import { formatFigures, median } from "../results/numbers.js";
import { textTable } from "../results/table.js";
import { measureWriting } from "./measure-writing.js";

const SIZE = { adapters: 14, rounds: 10, transmissions: 100_000, listed: 1_000 };
const TIMES = 5;

export default async function page(): Promise<void> {
  const text = JSON.stringify(await buildLargeResult(SIZE));
  const [readMs, writtenMs, html] = writeOften(text);
  const bare = formatHtml(parseResult(text), { embedResult: false });
  const rows = [
    ["the result as JSON, kB", formatFigures(text.length / 1e3)],
    ["the page without the result, kB", formatFigures(bytesOf(bare) / 1e3)],
    ["the page with the result, kB", formatFigures(bytesOf(html) / 1e3)],
    ["read and check the result, ms", formatFigures(readMs)],
    ["write the page, ms", formatFigures(writtenMs)],
    ...(await writeInFreshProcesses(text)),
    ...(await openOften(html)),
  ];
  const { adapters, rounds, transmissions } = SIZE;
  console.log(
    `${adapters} adapters, ${rounds} rounds, ${transmissions} transmissions each; medians of ${TIMES}\n`,
  );
  console.log(textTable(["", ""], rows));
}

const bytesOf = (html: string) => Buffer.byteLength(html);

/** The result is read each time, because core checks an object only once. */
function writeOften(text: string): [readMs: number, writtenMs: number, html: string] {
  const [read, written]: [number[], number[]] = [[], []];
  let html = "";
  for (let time = 0; time < TIMES; time++) {
    const began = performance.now();
    const result = parseResult(text);
    const parsed = performance.now();
    html = formatHtml(result);
    read.push(parsed - began);
    written.push(performance.now() - parsed);
  }
  return [median(read), median(written), html];
}

/** As at the end of a run: V8 has not compiled anything of it. */
async function writeInFreshProcesses(text: string): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), "wireduel-writing-"));
  const file = join(folder, "result.json");
  writeFileSync(file, text);
  const [ms, over]: [number[], number[]] = [[], []];
  try {
    for (let time = 0; time < TIMES; time++) {
      const writing = await measureWriting(file);
      ms.push(writing.ms);
      if (writing.overBytes !== null) over.push(writing.overBytes);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return [
    ["write JSON and page to files, in a fresh process, ms", formatFigures(median(ms))],
    ["its highest memory over that with the result alone, MB", formatFigures(median(over) / 1e6)],
  ];
}

/** From the request to the event `load`, and to the first picture on the screen. */
async function openOften(html: string): Promise<string[][]> {
  if (findChromium() === undefined) return [[`open the page: not measured, as ${NO_CHROMIUM}`, ""]];
  const folder = mkdtempSync(join(tmpdir(), "wireduel-page-"));
  const file = join(folder, "page.html");
  writeFileSync(file, html);
  const browser = await startChromium();
  const [loaded, painted]: [number[], number[]] = [[], []];
  try {
    for (let time = 0; time < TIMES; time++) {
      const opened = await browser.newPage();
      await opened.goto(pathToFileURL(file).href);
      loaded.push(await opened.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"));
      painted.push(await opened.evaluate(PAINTED));
      await opened.close();
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
  return [
    ["open the page in Chromium, ms", formatFigures(median(loaded))],
    ["until it is painted, ms", formatFigures(median(painted))],
  ];
}

/** Waits for the first paint with content. */
const PAINTED = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const one of list.getEntriesByName("first-contentful-paint")) resolve(one.startTime);
  }).observe({ type: "paint", buffered: true });
})`;
