import { createHash } from "node:crypto";
import {
  type GeneratedPayloads,
  type GivenPayloads,
  isGenerated,
  type PayloadSource,
} from "../payload/payload-source.js";
import type { PayloadReport, PayloadSourceReport } from "../result/result.js";

/** What was sent and replied, for the result. */
export function payloadReport(
  sources: readonly PayloadSource[],
  replies: GeneratedPayloads | null,
): PayloadReport {
  return { sources: sources.map(sourceReport), replyBytes: replies?.sizeBytes ?? 0 };
}

function sourceReport(source: PayloadSource): PayloadSourceReport {
  if (isGenerated(source)) {
    const { kind, sizeBytes, distinct, seed } = source;
    const sizes = { leastBytes: sizeBytes, meanBytes: sizeBytes, mostBytes: sizeBytes };
    return { kind, from: null, seed, distinct, ...sizes, sha256: null };
  }
  const known = reports.get(source);
  if (known) return known;
  const report = givenReport(source);
  reports.set(source, report);
  return report;
}

/** The report is asked for after each round, and a large payload takes long to read. */
const reports = new WeakMap<GivenPayloads, PayloadSourceReport>();

function givenReport({ kind, from, payloads }: GivenPayloads): PayloadSourceReport {
  const hash = createHash("sha256");
  let [least, sum, most] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const { byteLength } of payloads) {
    least = Math.min(least, byteLength);
    most = Math.max(most, byteLength);
    sum += byteLength;
  }
  // With its size before it, a payload that is split in two is something else.
  for (const payload of payloads) hash.update(`${payload.byteLength}:`).update(payload);
  const sizes = { leastBytes: least, meanBytes: sum / payloads.length, mostBytes: most };
  return { kind, from, seed: null, distinct: payloads.length, ...sizes, sha256: hash.digest("hex") };
}
