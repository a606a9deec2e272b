// The kinds of the times and the series in a stored round.
import { base64 } from "../options/base64-kind.js";
import { integer, type Kind, listOf, nullable, number, oneOf, optional } from "../options/kinds.js";
import type { Series, SeriesInterval } from "../stats/series.js";
import type { Summary } from "../stats/summary.js";
import type { EncodedHistogram } from "../stats/time-histogram.js";
import type { TimeHistograms, Times } from "./result.js";
import { shape } from "./shape.js";

const amount = integer({ min: 0 });

/** One-way times may be negative, because of the error of the clock offset. */
const time = number();

const summary = nullable(
  shape<Summary>("Summary")({
    samples: integer({ min: 1 }),
    min: time,
    p50: time,
    p90: optional(time),
    p95: optional(time),
    p99: optional(time),
    p999: optional(time),
    p9999: optional(time),
    max: time,
    mean: time,
  }),
);

export const times: Kind<Times> = shape<Times>("Times")({
  encodeMs: summary,
  transportMs: summary,
  decodeMs: summary,
  transmissionMs: summary,
  serviceMs: summary,
  responseMs: summary,
  slipMs: summary,
});

export const encodedHistogram: Kind<EncodedHistogram> = shape<EncodedHistogram>("EncodedHistogram")({
  samples: amount,
  unit: oneOf(["ns"]),
  shiftNs: number(),
  significantDigits: oneOf([3]),
  clamped: amount,
  minNs: nullable(number()),
  maxNs: nullable(number()),
  sumNs: number(),
  // Exports copy it as it is, so it must not have a line break or a comma.
  encoded: base64("a histogram in base64"),
});
const histogram = nullable(encodedHistogram);

export const histograms: Kind<TimeHistograms> = shape<TimeHistograms>("TimeHistograms")({
  encodeMs: histogram,
  transportMs: histogram,
  decodeMs: histogram,
  transmissionMs: histogram,
  serviceMs: histogram,
  responseMs: histogram,
  slipMs: histogram,
});

export const series: Kind<Series> = shape<Series>("Series")({
  intervalMs: number({ min: 0 }),
  of: oneOf(["responseMs", "serviceMs"]),
  intervals: listOf(
    shape<SeriesInterval>("SeriesInterval")({
      startMs: number({ min: 0 }),
      sent: amount,
      acknowledged: amount,
      failed: amount,
      dropped: amount,
      replies: amount,
      mostInFlight: amount,
      p50: nullable(time),
      p99: nullable(time),
      max: nullable(time),
    }),
  ),
});
