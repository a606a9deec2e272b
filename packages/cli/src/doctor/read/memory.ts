import { freemem } from "node:os";
import type { MemoryReading } from "../readings.js";
import { readText } from "./files.js";

const BYTES_PER_KB = 1_024;

/** Call it at the start, and the returned function at the end. */
export function watchMemory(root: string): () => MemoryReading {
  const before = swappedPages(root);
  return () => {
    const after = swappedPages(root);
    return {
      availableBytes: availableBytes(root),
      swappedPages: before === null || after === null ? null : after - before,
    };
  };
}

/** `os.freemem()` does not count what Linux and macOS would give up from caches. Only Linux says how much that is. */
function availableBytes(root: string): number | null {
  const [, kilobytes] = readText(root, "proc/meminfo")?.match(/^MemAvailable:\s*(\d+) kB$/m) ?? [];
  if (kilobytes !== undefined) return Number(kilobytes) * BYTES_PER_KB;
  return process.platform === "win32" ? freemem() : null;
}

function swappedPages(root: string): number | null {
  const counts = [...(readText(root, "proc/vmstat") ?? "").matchAll(/^pswp(?:in|out) (\d+)$/gm)];
  return counts.length === 0 ? null : counts.reduce((sum, [, pages]) => sum + Number(pages), 0);
}
