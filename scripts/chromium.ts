// A headless Chromium of this machine, for tests of pages and pictures of them. Nothing is downloaded.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** What to do without one. */
export const NO_CHROMIUM =
  "there is no Chromium. Install Debian's package `chromium`, or name a binary in the environment variable CHROMIUM.";

/** The path of a Chromium: the variable `CHROMIUM`, or the first one on `PATH`. Undefined if there is none. */
export function findChromium(): string | undefined {
  const { CHROMIUM, PATH = "" } = process.env;
  if (CHROMIUM) return CHROMIUM;
  const paths = PATH.split(delimiter).filter((folder) => folder !== "");
  return NAMES.flatMap((name) => paths.map((folder) => join(folder, name))).find(isProgram);
}

/** Starts it. The caller closes it. */
export async function startChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(NO_CHROMIUM);
  const isRoot = process.getuid?.() === 0;
  return await chromium.launch({
    executablePath,
    // It must not look for updates or anything else on the network.
    args: ["--disable-quic", "--disable-background-networking", ...(isRoot ? ["--no-sandbox"] : [])],
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
