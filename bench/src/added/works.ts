import { systemClock } from "@wireduel/core/adapter";
import { blankSample, Recorder } from "../internals.js";
import type { Work } from "./working-journal.js";

/** The size of all payloads. */
export const PAYLOAD_BYTES = 100;

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
    acknowledged: () => void compute(turns),
  };
}

/**
 * What core does with the sample of a payload.
 * @param folding when it is added to the histograms: a few at a time in turns of the event loop, or after the slice
 */
export function recording(folding: "in turns" | "after the slice"): SliceWork {
  const sample = blankSample();
  sample.payloadBytes = PAYLOAD_BYTES;
  sample.frameBytes = PAYLOAD_BYTES;
  let recorder: Recorder | undefined;
  const nobody = { append() {} };
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
      recorder.beginPiece(folding === "after the slice" ? nobody : null);
    },
    end() {
      recorder?.foldWaiting();
    },
    acknowledged(sequence, { sentAt, encodedAt }, receivedAt, decodedAt, acknowledgedAt) {
      sample.sequence = sequence;
      sample.dueAt = sentAt;
      sample.sentAt = sentAt;
      sample.encodedAt = encodedAt;
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
