import type { BenchmarkOptions } from "@wireduel/core";
import { expect } from "vitest";
import { dialsElsewhere } from "../proxy/dials-elsewhere.js";
import type { CommonOptions, Subject } from "../subjects.js";
import type { FaultRow } from "../table/read-table.js";
import { limitsOf } from "./limits.js";
import { type Outcome, outcomeOf } from "./outcome.js";

/** A run of a healthy adapter, and then of the same adapter whose dialling end is sent to another URL. */
export function misdirected(
  subject: Subject,
  row: FaultRow,
  receiver: BenchmarkOptions["receiver"],
  change: (url: string) => string,
  options: CommonOptions = {},
): Promise<Outcome> {
  return outcomeOf({
    ...limitsOf(row),
    receiver,
    adapters: [
      subject.adapter({ ...options, label: "healthy" }),
      dialsElsewhere(subject.adapter({ ...options, label: "misdirected" }), change),
    ],
  });
}

/** Checks that what was measured before the fault is kept. */
export function expectHealthyKept({ result }: Outcome): void {
  const [healthy] = result?.timings ?? [];
  expect(healthy).toMatchObject({ label: "healthy", rounds: [{ status: "completed" }] });
  expect(healthy?.rounds[0]?.counts).toMatchObject({ sent: 6, acknowledged: 6 });
}
