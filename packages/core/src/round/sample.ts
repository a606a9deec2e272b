import type { PayloadError } from "../failure/codes.js";

/**
 * The numbers of one payload. Times are nanoseconds of the clock of the end that took them. NaN: not taken.
 */
export interface Stamps {
  sequence: number;
  /** Index of the connection that carried it. */
  connection: number;
  payloadBytes: number;
  /** NaN if encoding failed. */
  frameBytes: number;
  dueAt: number;
  sentAt: number;
  encodedAt: number;
  receivedAt: number;
  decodedAt: number;
  acknowledgedAt: number;
}

/** The numbers of one payload, and its error if it failed. */
export interface Sample extends Stamps {
  error: PayloadError | undefined;
}

/** Receives each sample once. */
export interface SampleSink {
  /**
   * The payload was acknowledged or failed. May be called before `send` returns. The sample is reused: copy
   * what you keep.
   */
  settled(sample: Sample): void;
}

/**
 * A sample that is not set yet. Written out as one literal: built from parts, its fields cost about twice the
 * processor time of a message with many in flight.
 */
export function blankSample(): Sample {
  return {
    sequence: 0,
    connection: 0,
    payloadBytes: 0,
    frameBytes: Number.NaN,
    dueAt: Number.NaN,
    sentAt: Number.NaN,
    encodedAt: Number.NaN,
    receivedAt: Number.NaN,
    decodedAt: Number.NaN,
    acknowledgedAt: Number.NaN,
    error: undefined,
  };
}

/**
 * A copy to keep. With `{ ...sample }`, V8 gives all samples another layout, and compiles all code again that it had compiled
 * for the old one.
 */
export function copySample(sample: Sample): Sample {
  return Object.assign(blankSample(), sample);
}

/** Clears what not every payload sets, so that the sample can be used again. */
export function clearSample(sample: Sample): void {
  sample.frameBytes = Number.NaN;
  sample.encodedAt = Number.NaN;
  sample.receivedAt = Number.NaN;
  sample.decodedAt = Number.NaN;
  sample.acknowledgedAt = Number.NaN;
  sample.error = undefined;
}
