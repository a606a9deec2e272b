import { NS_PER_MS } from "../clock/clock.js";
import type { SeriesCounts } from "../stats/series.js";
import { loadWindow } from "./recorded.js";
import type { Recorder } from "./recorder.js";

/** What is needed of a sender's round to add it to those of other senders, and is not in its result. */
export interface SentPart {
  /** When its load began, in nanoseconds of its clock. Null: the round ended before. */
  readonly beganAt: number | null;
  /** When it sent its first payload, in milliseconds since then. Null: it sent none. */
  readonly firstSentAfterMs: number | null;
  /** The window of its rate. Null if it has no rate. */
  readonly window: { readonly ms: number; readonly acknowledged: number } | null;
  readonly series: SeriesCounts;
}

/** @param recorder after its last sample */
export function sentPart(recorder: Recorder, scheduled: boolean): SentPart {
  const { beganAt, firstSentAt } = recorder;
  const window = loadWindow(recorder, scheduled);
  return {
    beganAt: Number.isNaN(beganAt) ? null : beganAt,
    firstSentAfterMs: Number.isFinite(firstSentAt) ? (firstSentAt - beganAt) / NS_PER_MS : null,
    window: window && { ms: window.loadNs / NS_PER_MS, acknowledged: window.acknowledged },
    series: recorder.seriesCounts(),
  };
}
