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
  const { settled, failed, dropped, mostInFlight } = sent;
  const missing = received && missingOf(sent, received);
  return {
    sent: settled,
    acknowledged: settled - failed,
    failed,
    dropped,
    mostInFlight,
    lost: missing?.lost ?? null,
    undelivered: missing?.undelivered ?? null,
    duplicated: received?.duplicated ?? null,
    reordered: received?.reordered ?? null,
    damaged: received && received.damaged + received.undecodable,
  };
}

/**
 * Splits the payloads that were sent but not received into those that are lost and those that may still
 * arrive.
 */
function missingOf(sent: SentCounts, received: ReceivedCounts): { lost: number; undelivered: number } {
  const handedOver = sent.settled - sent.notHandedOver;
  const missing = Math.max(0, handedOver - received.received - received.undecodable);
  // On one ordered link, only payloads after the last received one may still arrive. Earlier ones are lost.
  const lastReceived = Math.max(received.highestSequence ?? -1, sent.firstSequence - 1);
  const inOrder = sent.ordered && sent.connections === 1 && received.reordered === 0;
  const mayArrive = inOrder ? Math.max(0, sent.lastHandedOver - lastReceived) : sent.overdue;
  const undelivered = Math.min(missing, mayArrive);
  return { lost: missing - undelivered, undelivered };
}
