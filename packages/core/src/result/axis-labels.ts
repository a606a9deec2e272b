// The labels of points without a name of their own.
import type { Load } from "../load/load.js";
import type { Network } from "../network/network.js";
import type { PayloadReport } from "./result.js";

const UNITS = [
  ["GB", 1e9],
  ["MB", 1e6],
  ["kB", 1e3],
] as const;

/** `10 kB`, `1 MB text`, `282,531 B`, `12 B to 4 kB`. */
export function payloadLabel({ sources }: PayloadReport): string {
  const least = sizeLabel(Math.min(...sources.map(({ leastBytes }) => leastBytes)));
  const most = sizeLabel(Math.max(...sources.map(({ mostBytes }) => mostBytes)));
  const kinds = new Set(
    sources.map(({ kind, seed }) => (seed === null || kind === "random" ? "" : ` ${kind}`)),
  );
  return `${least === most ? least : `${least} to ${most}`}${[...kinds].join("")}`;
}

/** A size in the largest decimal unit that shows it exactly. */
export function sizeLabel(bytes: number): string {
  const [unit, size] = UNITS.find(([, one]) => bytes >= one && bytes % (one / 10) === 0) ?? ["B", 1];
  return `${numberLabel(bytes / size)} ${unit}`;
}

/** `none`, `wan`, `5 ± 1 ms, 100 Mbit/s`. */
export function networkLabel(network: Network | null): string {
  if (network === null) return "none";
  const { name, delayMs, jitterMs, rateMbps } = network;
  if (name !== "custom") return name;
  const rate = rateMbps === null ? "" : `, ${numberLabel(rateMbps)} Mbit/s`;
  return `${delayMs}${jitterMs > 0 ? ` ± ${jitterMs}` : ""} ms${rate}`;
}

/** `1 at a time`, `200/s`, `200/s at random`, `stages up to 500/s`. */
export function loadLabel(load: Load): string {
  switch (load.kind) {
    case "closed-loop": {
      const pause = load.thinkTimeMs > 0 ? `, ${numberLabel(load.thinkTimeMs)} ms apart` : "";
      return `${numberLabel(load.concurrency)} at a time${pause}`;
    }
    case "constant-rate":
      return `${numberLabel(load.ratePerSecond)}/s`;
    case "poisson":
      return `${numberLabel(load.ratePerSecond)}/s at random`;
    case "stages": {
      const rates = load.stages.flatMap(({ ratePerSecond: rate }) =>
        typeof rate === "number" ? rate : [rate.from, rate.to],
      );
      return `stages up to ${numberLabel(Math.max(...rates))}/s`;
    }
  }
}

function numberLabel(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 3 });
}
