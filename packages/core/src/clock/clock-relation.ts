import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { type ClockExchange, intersect } from "./clock-offset.js";

/** What tells whether two processes read the same monotonic clock. */
export interface ClockIdentity {
  /** Linux: the kernel's boot id. Elsewhere null. */
  readonly bootId: string | null;
  /** Linux: this process's time-namespace offsets. Elsewhere null. */
  readonly timeNamespace: string | null;
  readonly hostname: string;
  readonly platform: string;
}

/** Whether two ends read one clock, and why that is known. */
export interface ClockRelation {
  readonly kind: "shared" | "separate";
  readonly because: string;
}

/** This process's clock identity. */
export function clockIdentity(): ClockIdentity {
  return {
    bootId: readOrNull("/proc/sys/kernel/random/boot_id"),
    timeNamespace: readOrNull("/proc/self/timens_offsets"),
    hostname: hostname(),
    platform: process.platform,
  };
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim().replace(/\s+/g, " ");
  } catch {
    return null;
  }
}

/**
 * Whether two processes that only talk over a network read one clock. On Linux: equal boot id (one kernel), equal
 * time-namespace offsets, and exchanges that allow an offset of zero. Where a system has no boot id (macOS, Windows):
 * equal host names and exchanges that allow zero, which two kernels booted apart would not.
 */
export function relateClocks(
  sender: ClockIdentity,
  receiver: ClockIdentity,
  exchanges: readonly ClockExchange[],
): ClockRelation {
  const separate = (because: string): ClockRelation => ({ kind: "separate", because });
  if (sender.bootId !== receiver.bootId) return separate("the two ends run on different kernels");
  if (sender.bootId === null) {
    if (sender.hostname !== receiver.hostname || sender.platform !== receiver.platform) {
      return separate("the two ends run on different hosts");
    }
  } else if (sender.timeNamespace !== receiver.timeNamespace) {
    return separate("the two ends run in time namespaces with different offsets");
  }
  const offset = intersect(exchanges);
  if (offset === undefined) return separate("one of the two clocks was set while they were compared");
  const { minNs, maxNs } = offset;
  if (minNs > 0 || maxNs < 0) {
    return separate(`the two clocks differ by ${Math.round(minNs)} to ${Math.round(maxNs)} ns`);
  }
  return { kind: "shared", because: sender.bootId === null ? "same host" : "same kernel" };
}
