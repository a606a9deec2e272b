import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { NS_PER_MS } from "./clock.js";
import { type ClockExchange, intersect } from "./clock-offset.js";

/** Identifies the monotonic clock that a process reads. */
export interface ClockIdentity {
  /** Linux: the kernel's boot id. Elsewhere null. */
  readonly bootId: string | null;
  /** Linux: this process's time-namespace offsets. Elsewhere null. */
  readonly timeNamespace: string | null;
  readonly hostname: string;
  readonly platform: string;
}

/** Whether both ends read the same clock, and how this is known. */
export interface ClockRelation {
  readonly kind: "shared" | "separate";
  readonly because: string;
}

/** The clock identity of this process. */
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
 * Whether two processes read the same clock. On Linux they do if the boot ids are equal (same kernel), the
 * time-namespace offsets are equal, and the exchanges allow an offset of zero. macOS and Windows have no boot
 * id: there the host names must be equal, and the exchanges must allow an offset of zero. Two kernels that
 * booted at different times do not allow it.
 */
export function relateClocks(
  sender: ClockIdentity,
  receiver: ClockIdentity,
  exchanges: readonly ClockExchange[],
): ClockRelation {
  const separate = (because: string): ClockRelation => ({ kind: "separate", because });
  if (sender.bootId !== receiver.bootId) {
    const unknown =
      sender.platform === receiver.platform && [sender, receiver].some((end) => end.bootId === null);
    return separate(unknown ? "one end cannot read its boot id" : "the two ends run on different kernels");
  }
  if (sender.bootId === null) {
    if (sender.hostname !== receiver.hostname || sender.platform !== receiver.platform) {
      return separate("the two ends run on different hosts");
    }
  } else if (sender.timeNamespace !== receiver.timeNamespace) {
    return separate("the two ends run in time namespaces with different offsets");
  }
  const offset = intersect(exchanges);
  if (offset === undefined) return separate("one of the two clocks stepped while they were compared");
  const { minNs, maxNs } = offset;
  if (minNs > 0 || maxNs < 0) {
    const aheadMs = (minNs + maxNs) / 2 / NS_PER_MS;
    const way = aheadMs < 0 ? "behind" : "ahead of";
    return separate(`the receiver's clock is ${Math.abs(aheadMs).toFixed(3)} ms ${way} the sender's`);
  }
  return { kind: "shared", because: sender.bootId === null ? "same host" : "same kernel" };
}
