import type { AdapterMedian, ProgressView } from "./progress-state.js";

const A_LONG_TIME_MS = 120_000;

/** `about 40 s left`, `about 12 min left`. Empty if it is not known. */
export function timeLeft({ leftMs }: ProgressView): string {
  if (leftMs === null) return "";
  const rounded =
    leftMs < A_LONG_TIME_MS ? `${Math.ceil(leftMs / 1_000)} s` : `${Math.round(leftMs / 60_000)} min`;
  return `about ${rounded} left`;
}

/** `Block 3 of 20`. Without the total if it is not known. */
export function blockName(block: number, of: number | null): string {
  return `Block ${block + 1}${of === null ? "" : ` of ${of}`}`;
}

/** The cell of a matrix: `1 MB, wan`. Empty if it is no matrix. */
export function cellName({ cell }: ProgressView): string {
  return cell === null ? "" : `${cell.payload}, ${cell.network}`;
}

/** What the run does: `measuring WebSocket`. */
export function activity({ at }: ProgressView): string {
  if (at === null) return "starting";
  const who = at.label === null ? "" : ` ${at.label}`;
  switch (at.next) {
    case "start":
      // A single round has no pause of its own before it is measured.
      return at.of === 1 ? `measuring${who}` : `starting${who}`;
    case "measure":
      return `measuring${who}`;
    case "finish":
      return `collecting${who}`;
  }
}

/** `3 of 8 senders joined`. */
export function joinedInWords(joined: number, of: number): string {
  return `${joined} of ${of} sender${of === 1 ? "" : "s"} joined`;
}

/** `0.213 ms`, with three digits. */
export function milliseconds(ms: number): string {
  return `${ms < 1 ? ms.toFixed(3) : ms < 100 ? ms.toPrecision(3) : ms.toFixed(0)} ms`;
}

/** `WebSocket 0.213 ms, gRPC 0.480 ms`. */
export function mediansInWords(medians: readonly AdapterMedian[]): string {
  return medians.map(({ label, ms }) => `${label} ${milliseconds(ms)}`).join(", ");
}
