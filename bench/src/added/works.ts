import { systemClock } from "@wireduel/core/adapter";
import { Recorder, type Sample } from "../internals.js";
import type { Work } from "./working-journal.js";

/** More than are ever in flight. A power of two. */
const PLACES = 8_192;
const WIDTH = 2;

/** A work that may need something before and after the payloads of a slice. What `end` does is not measured. */
export interface SliceWork extends Work {
  begin(firstSequence: number): void;
  end(): void;
}

/** Computes for a while, and touches no memory. */
export function computing(ns: number): SliceWork {
  const turns = Math.round(ns * turnsPerNs());
  return {
    begin() {},
    end() {},
    sent() {},
    acknowledged: () => void compute(turns),
  };
}

/**
 * What core does with the sample of a payload.
 * @param folding when it is added to the histograms: a few at a time in turns of the event loop, or after the slice
 */
export function recording(folding: "in turns" | "after the slice"): SliceWork {
  const stamps = new Float64Array(PLACES * WIDTH);
  const sample: Sample = {
    sequence: 0,
    connection: 0,
    payloadBytes: 100,
    frameBytes: 116,
    dueAt: Number.NaN,
    sentAt: Number.NaN,
    encodedAt: Number.NaN,
    receivedAt: Number.NaN,
    decodedAt: Number.NaN,
    acknowledgedAt: Number.NaN,
    error: undefined,
  };
  let recorder: Recorder | undefined;
  return {
    begin(firstSequence) {
      if (recorder === undefined) {
        recorder = new Recorder({
          keep: 0,
          firstSequence,
          scheduled: false,
          offsetOf: () => 0,
          shiftNs: 0,
          clock: systemClock,
        });
        recorder.begin(systemClock.now());
      }
      recorder.beginPiece(folding === "after the slice");
    },
    end() {
      recorder?.foldWaiting();
    },
    sent(sequence, sentAt, encodedAt) {
      const at = (sequence % PLACES) * WIDTH;
      stamps[at] = sentAt;
      stamps[at + 1] = encodedAt;
    },
    acknowledged(sequence, receivedAt, decodedAt, acknowledgedAt) {
      const at = (sequence % PLACES) * WIDTH;
      sample.sequence = sequence;
      sample.dueAt = stamps[at] as number;
      sample.sentAt = stamps[at] as number;
      sample.encodedAt = stamps[at + 1] as number;
      sample.receivedAt = receivedAt;
      sample.decodedAt = decodedAt;
      sample.acknowledgedAt = acknowledgedAt;
      recorder?.append(sample);
    },
  };
}

let result = 0;

function compute(turns: number): void {
  for (let turn = 0; turn < turns; turn++) result = (result * 31 + turn) | 0;
}

/** How often the loop of `compute` turns in a nanosecond, once V8 has compiled it. */
function turnsPerNs(): number {
  const turns = 2e7;
  compute(turns);
  const before = systemClock.now();
  compute(turns);
  return turns / (systemClock.now() - before);
}
