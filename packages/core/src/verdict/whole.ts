import type { RoundResult } from "../result/result.js";

/** Payloads of a round that did not arrive once and unchanged, and what is missing to know that. */
export interface Faults {
  /** The round ended before all payloads were sent. */
  readonly endedEarly: boolean;
  /** The load ended before a payload was due. */
  readonly nothingSent: boolean;
  /** The receiver did not report what arrived. */
  readonly unchecked: boolean;
  readonly dropped: number;
  readonly failed: number;
  readonly lost: number;
  readonly undelivered: number;
  readonly duplicated: number;
  readonly damaged: number;
}

/** What kept a round from being whole. */
export function faultsOf({ status, counts }: Pick<RoundResult, "status" | "counts">): Faults {
  const { sent, dropped, failed, lost, undelivered, duplicated, damaged } = counts;
  return {
    endedEarly: status !== "completed",
    nothingSent: status === "completed" && sent + dropped === 0,
    unchecked: [lost, undelivered, duplicated, damaged].includes(null),
    dropped,
    failed,
    lost: lost ?? 0,
    undelivered: undelivered ?? 0,
    duplicated: duplicated ?? 0,
    damaged: damaged ?? 0,
  };
}

/**
 * Whether every payload that was due was sent and acknowledged, and arrived once and unchanged. A round that
 * is not whole cannot win: the times of what is missing would have been long.
 */
export function isWhole(round: Pick<RoundResult, "status" | "counts">): boolean {
  return Object.values(faultsOf(round)).every((fault) => Number(fault) === 0);
}
