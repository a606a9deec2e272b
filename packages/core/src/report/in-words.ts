import type { Load, Stage } from "../load/load.js";
import type { Network } from "../network/network.js";
import type { AdapterReport, RoundTls } from "../result/result.js";
import { countOf, formatCount, formatDelay } from "./format-number.js";

/**
 * Describes a load: `10 images`, `100 images, 8 at a time`, `images at 200/s for 10s`.
 * @param size text after the noun, such as ` of 100 bytes`
 */
export function loadInWords(load: Load, noun: string, size = ""): string {
  switch (load.kind) {
    case "closed-loop": {
      const together = load.concurrency > 1 ? `, ${formatCount(load.concurrency)} at a time` : "";
      if (load.count !== null) return `${countOf(load.count, noun)}${size}${together}`;
      return `${noun}s${size} for ${formatDelay(load.durationMs ?? 0)}${together || ", one at a time"}`;
    }
    case "constant-rate":
      return `${noun}s${size} at ${rateInWords(load.ratePerSecond)}${endInWords(load)}`;
    case "poisson":
      return `${noun}s${size} at random, ${rateInWords(load.ratePerSecond)}${endInWords(load)}`;
    case "stages":
      return `${noun}s${size} at ${load.stages.map(stageInWords).join(", then ")}`;
  }
}

/** Whether a report lists each transmission: at most 1,000 payloads, sent one by one. */
export function listsTransmissions(load: Load): boolean {
  return (
    load.kind === "closed-loop" && load.concurrency === 1 && load.count !== null && load.count <= MOST_LISTED
  );
}

const MOST_LISTED = 1_000;

/** Describes a network: `wan, 20 ± 1 ms each way, 1,000 Mbit/s`. */
export function networkInWords({ name, delayMs, jitterMs, rateMbps }: Network): string {
  const delay = `${delayMs}${jitterMs > 0 ? ` ± ${jitterMs}` : ""} ms each way`;
  const rate = rateMbps === null ? "" : `, ${rateMbps.toLocaleString("en-US")} Mbit/s`;
  return `${name === "custom" ? "" : `${name}, `}${delay}${rate}`;
}

/** Describes the encryption: `TLSv1.3, TLS_AES_256_GCM_SHA384, with a certificate made for this run`. */
export function encryptionInWords(
  { version, cipher, mutual }: RoundTls,
  encryption: AdapterReport["encryption"],
): string {
  const negotiated = [version ?? "TLS", cipher].filter((part) => part !== null).join(", ");
  const certificate =
    encryption === "local" ? "a certificate made for this run" : "the user's own certificate";
  return `${negotiated}, with ${certificate}${mutual ? " at both ends" : ""}`;
}

/** `gRPC`, `gRPC and TCP`, `WebSocket, gRPC and TCP`. */
export function listInWords(labels: readonly string[]): string {
  if (labels.length < 2) return labels.join("");
  const last = labels.length > 2 && hasComma(labels) ? "; and " : " and ";
  return `${joinLabels(labels.slice(0, -1), labels)}${last}${labels.at(-1)}`;
}

/**
 * `WebSocket, gRPC`. A label may contain a comma (`gRPC, row 2`): then semicolons are between them.
 * @param all the labels that decide. Default: those to join.
 */
export function joinLabels(labels: readonly string[], all: readonly string[] = labels): string {
  return labels.join(hasComma(all) ? "; " : ", ");
}

function hasComma(labels: readonly string[]): boolean {
  return labels.some((label) => label.includes(","));
}

function endInWords({ count, durationMs }: { count: number | null; durationMs: number | null }): string {
  return count === null ? ` for ${formatDelay(durationMs ?? 0)}` : `, ${formatCount(count)} of them`;
}

function stageInWords({ ratePerSecond, durationMs }: Stage): string {
  const rate =
    typeof ratePerSecond === "number"
      ? rateInWords(ratePerSecond)
      : `${formatCount(ratePerSecond.from)} to ${rateInWords(ratePerSecond.to)}`;
  return `${rate} for ${formatDelay(durationMs)}`;
}

function rateInWords(perSecond: number): string {
  return `${perSecond.toLocaleString("en-US", { maximumFractionDigits: 3 })}/s`;
}
