import { type Finding, findingsOf } from "../finding.js";
import type { Readings } from "../readings.js";

const MEGABYTE = 1e6;
/** Three processes of Node with a few payloads each. */
const NEEDED_BYTES = 500 * MEGABYTE;

/** Memory that a run can get, and the swap space. */
export function checkMemory({ host, memory }: Pick<Readings, "host" | "memory">): Finding {
  const { ok, unknown, warning, problem } = findingsOf("memory");
  const { availableBytes, swappedPages } = memory;
  const { limits } = host.machine;
  if (swappedPages !== null && swappedPages > 0) {
    return problem({
      found: `${swappedPages} pages were swapped while this command watched`,
      effect: "A process that waits for swapped memory stops for milliseconds.",
      advice: "Stop programs that use much memory.",
    });
  }
  const usable = Math.min(
    availableBytes ?? Number.POSITIVE_INFINITY,
    limits.memoryBytes ?? Number.POSITIVE_INFINITY,
  );
  if (usable === Number.POSITIVE_INFINITY) return unknown("the system does not show how much is available");
  const found = `${Math.round(usable / MEGABYTE)} MB ${usable === limits.memoryBytes ? "is the limit" : "available"}`;
  if (usable >= NEEDED_BYTES) return ok(found);
  return warning({
    found,
    effect: "Garbage is collected more often, and the kernel may end a process of the run.",
    advice: "Stop programs, or raise the limit of the container (`docker run --memory`).",
  });
}
