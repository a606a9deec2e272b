import type { ReceivedCounts } from "../receiver/receive-frame.js";
import type { Counts } from "../result/result.js";

/** The sender's counts. */
export interface SentCounts {
  /** How many payloads were acknowledged or failed. */
  readonly settled: number;
  readonly failed: number;
  readonly dropped: number;
  /** How many of the failed payloads were never passed to a link. */
  readonly notHandedOver: number;
  /** The highest sequence number that was passed to a link. Below `firstSequence` if there is none. */
  readonly lastHandedOver: number;
  readonly firstSequence: number;
  readonly mostInFlight: number;
  /** How many payloads timed out and may still arrive. */
  readonly overdue: number;
  readonly connections: number;
  /** Whether each link keeps the order. */
  readonly ordered: boolean;
}

/**
 * The counts of a round, from the counts of both ends.
 * @param received the receiver's counts of the same phase. Null: it did not report.
 */
export function countsOf(sent: SentCounts, received: ReceivedCounts | null): Counts {
  const { settled, failed, dropped, mostInFlight, notHandedOver } = sent;
  const passed = settled - notHandedOver;
  const arrived = received && arrivedOf(passed, received);
  const missing =
    received && arrived && missingOf(sent, received, passed - arrived.delivered - arrived.damaged);
  return {
    sent: settled,
    passed,
    acknowledged: settled - failed,
    failed,
    dropped,
    mostInFlight,
    delivered: arrived?.delivered ?? null,
    lost: missing?.lost ?? null,
    undelivered: missing?.undelivered ?? null,
    duplicated: arrived?.duplicated ?? null,
    reordered: received?.reordered ?? null,
    damaged: arrived?.damaged ?? null,
  };
}

/**
 * Which payloads arrived. No more can arrive than were passed to a link: other frames are copies, or nobody sent them.
 * What cannot be decoded has no number, so it counts as a payload only while payloads are missing.
 */
function arrivedOf(
  passed: number,
  { received, damaged, undecodable, duplicated }: ReceivedCounts,
): { delivered: number; damaged: number; duplicated: number } {
  const decoded = Math.min(received, passed);
  const changed = Math.min(damaged, decoded);
  const notDecoded = Math.min(undecodable, passed - decoded);
  return {
    delivered: decoded - changed,
    damaged: changed + notDecoded,
    duplicated: duplicated + (received - decoded) + (undecodable - notDecoded),
  };
}

/** Splits the payloads that did not arrive into those that are lost and those that may still arrive. */
function missingOf(
  sent: SentCounts,
  received: ReceivedCounts,
  missing: number,
): { lost: number; undelivered: number } {
  // On one ordered link, only payloads after the last received one may still arrive. Earlier ones are lost.
  const lastReceived = Math.max(received.highestSequence ?? -1, sent.firstSequence - 1);
  const inOrder = sent.ordered && sent.connections === 1 && received.reordered === 0;
  const mayArrive = inOrder ? Math.max(0, sent.lastHandedOver - lastReceived) : sent.overdue;
  const undelivered = Math.min(missing, mayArrive);
  return { lost: missing - undelivered, undelivered };
}
