import type { Measure } from "../../verdict/comparison.js";

/** How sentences and tables speak of a measure. */
export interface MeasureWords {
  /** Its name in tables and headings. */
  readonly name: string;
  /** The unit of its values, as a table shows it. */
  readonly unit: "ms" | "per s" | "";
  /** What the measure is, for the line below a table. */
  readonly meaning: string;
  /** `gRPC takes …`, `gRPC and WebSocket take …` */
  readonly verb: readonly [one: string, both: string];
  /** `30 % less time than WebSocket` */
  readonly less: string;
  /** `30 % more time than WebSocket` */
  readonly more: string;
  /** `2.1 times as long as WebSocket` */
  readonly times: string;
  /** `the same time` */
  readonly same: string;
}

const TIME = {
  unit: "ms",
  verb: ["takes", "take"],
  less: "less time",
  more: "more time",
  times: "as long as",
  same: "the same time",
} as const;

/** The words of all measures. */
export const MEASURE_WORDS: Readonly<Record<Measure, MeasureWords>> = {
  transmission: {
    ...TIME,
    name: "transmission time",
    meaning: "the median time until the receiver has the payload",
  },
  service: { ...TIME, name: "service time", meaning: "the median time until the sender has the reply" },
  response: {
    ...TIME,
    name: "response time",
    meaning: "the median time from due until the sender has the reply",
  },
  p99: { ...TIME, name: "p99", meaning: "the time within which 99 of 100 payloads are done" },
  throughput: {
    name: "throughput",
    unit: "per s",
    meaning: "acknowledged payloads per second",
    verb: ["carries", "carry"],
    less: "fewer payloads per second",
    more: "more payloads per second",
    times: "as many payloads per second as",
    same: "the same number of payloads per second",
  },
  cpu: {
    name: "CPU time",
    unit: "ms",
    meaning: "CPU time per payload, of both ends together",
    verb: ["uses", "use"],
    less: "less CPU time",
    more: "more CPU time",
    times: "as much CPU time as",
    same: "the same CPU time",
  },
  faults: {
    name: "page faults",
    unit: "",
    meaning: "minor page faults per payload, of both ends together; less than one counts as one",
    verb: ["causes", "cause"],
    less: "fewer page faults",
    more: "more page faults",
    times: "as many page faults as",
    same: "the same number of page faults",
  },
  bytes: {
    name: "bytes",
    unit: "",
    meaning: "bytes on the wire per payload, in both directions, without the headers of TCP and IP",
    verb: ["needs", "need"],
    less: "fewer bytes on the wire",
    more: "more bytes on the wire",
    times: "as many bytes on the wire as",
    same: "the same number of bytes on the wire",
  },
};

/** Whether the measure is a time: then "faster" and "slower" fit it. */
export function isTime(by: Measure): boolean {
  return MEASURE_WORDS[by].times === TIME.times;
}
