// Writes a stored result again, as JSON and as a page: `writing-process.js FILE`. It sends what that cost.
import { readFileSync, writeFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parseResult } from "@wireduel/core";
import { formatJson } from "@wireduel/core/report";
import { formatHtml } from "@wireduel/report-html";
import { endWithParent, sendToParent } from "../processes/end-with-parent.js";
import type { Writing } from "./measure-writing.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

endWithParent();
const file = process.argv[2] ?? "";
// The text is garbage afterwards, as a run has none.
const result = parseResult(readFileSync(file, "utf8"));
collectGarbage();
collectGarbage();
const before = forgetPeak();
const began = performance.now();
writeFileSync(`${file}.again`, formatJson(result), { flush: true });
writeFileSync(`${file}.html`, formatHtml(result), { flush: true });
const ms = performance.now() - began;
sendToParent({ ms, overBytes: before === null ? null : peakBytes() - before } satisfies Writing);

/** From now on, the kernel counts the highest resident memory anew. Returns that of now. Null where it cannot, as outside of Linux. */
function forgetPeak(): number | null {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
    return peakBytes();
  } catch {
    return null;
  }
}

function peakBytes(): number {
  const [, kilobytes] = readFileSync("/proc/self/status", "utf8").match(/^VmHWM:\s+(\d+) kB$/m) ?? [];
  return Number(kilobytes) * 1_024;
}
