import type { PayloadReport, PayloadSourceReport } from "../result/result.js";
import { formatCount } from "./format-number.js";

/** The sizes of payloads and where they came from: ` of 100 bytes (random)`. */
export function payloadInWords({ sources }: PayloadReport): string {
  const least = Math.min(...sources.map(({ leastBytes }) => leastBytes));
  const most = Math.max(...sources.map(({ mostBytes }) => mostBytes));
  const size = least === most ? formatCount(least) : `${formatCount(least)} to ${formatCount(most)}`;
  const origins = new Set(sources.map(originInWords).filter((origin) => origin !== ""));
  return ` of ${size} bytes${origins.size === 0 ? "" : ` (${[...origins].join(", ")})`}`;
}

/** `, each answered with 500 bytes`. "" if the receiver only sent receipts. */
export function repliesInWords({ replyBytes }: PayloadReport): string {
  return replyBytes === 0 ? "" : `, each answered with ${formatCount(replyBytes)} bytes`;
}

function originInWords({ kind, from }: PayloadSourceReport): string {
  if (kind === "bytes") return "";
  if (kind === "json") return "JSON";
  if (kind === "zero") return "zeros";
  if (kind === "lines") return `lines of ${from}`;
  return from ?? kind;
}
