import { type GeneratedPayloads, isGenerated, type PayloadSource } from "../payload/payload-source.js";
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
    return { kind, from: null, seed, distinct, ...sizes };
  }
  const { kind, from, payloads } = source;
  let [least, sum, most] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const { byteLength } of payloads) {
    least = Math.min(least, byteLength);
    most = Math.max(most, byteLength);
    sum += byteLength;
  }
  const sizes = { leastBytes: least, meanBytes: sum / payloads.length, mostBytes: most };
  return { kind, from, seed: null, distinct: payloads.length, ...sizes };
}
