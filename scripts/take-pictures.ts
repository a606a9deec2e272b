// Takes the pictures of the README from a stored run: a cell of bench/matrix.json. Needs a build, and Chromium.
// npx tsx --conditions=@wireduel/source scripts/take-pictures.ts
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChromium } from "./chromium.js";
import { read, root } from "./documents.js";
import { terminalPicture } from "./terminal-picture.js";

/** 1 MB without a network. */
const CELL = 6;
const WIDTH = 880;

const folder = join(root, "docs/pictures");
mkdirSync(folder, { recursive: true });
const given = mkdtempSync(join(tmpdir(), "wireduel-pictures-"));
try {
  const run = join(given, "result.json");
  writeFileSync(run, JSON.stringify(JSON.parse(read("bench/matrix.json")).cells[CELL].result));
  writeFileSync(join(folder, "terminal.svg"), terminalPicture(beginningOf(wireduel("report", run))));
  await takePage(wireduel("report", run, "--format", "html"));
} finally {
  rmSync(given, { recursive: true });
}

/** What the command of the last build writes, with colours. */
function wireduel(...args: readonly string[]): string {
  const main = join(root, "packages/cli/dist/main.js");
  const env = { ...process.env, FORCE_COLOR: "1" };
  return execFileSync(process.execPath, [main, ...args], {
    cwd: root,
    env,
    encoding: "utf8",
    maxBuffer: 1e8,
  });
}

/** The verdict and its table, without the tables below them. */
function beginningOf(report: string): string {
  const [beginning = ""] = report.split(/\n[^\n]*=== Other measures/);
  return beginning;
}

/** The page from its top to the end of the first picture. */
async function takePage(html: string): Promise<void> {
  const browser = await startChromium();
  try {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 800 } });
    await page.setContent(html);
    const first = await page.locator("figure svg:visible").first().boundingBox();
    const height = Math.ceil((first?.y ?? 0) + (first?.height ?? 800));
    const clip = { x: 0, y: 0, width: WIDTH, height };
    await page.screenshot({ path: join(folder, "page.png"), fullPage: true, clip });
  } finally {
    await browser.close();
  }
}
