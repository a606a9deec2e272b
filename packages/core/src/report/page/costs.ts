import type { BenchmarkResult, EndReport, RoundResult } from "../../result/result.js";
import { typicalRound } from "../../result/typical-round.js";
import { type AmountUsed, sumUsed } from "../../verdict/used-by-ends.js";
import { formatCount, formatMs } from "../format-number.js";
import { checkResult } from "../input.js";
import { switchesOf } from "../resources-table.js";

/** What a payload costs each adapter, in one unit, for a picture. */
export interface Cost {
  readonly id: "cpu" | "faults" | "switches" | "bytes";
  /** `CPU time per payload, ms` */
  readonly title: string;
  /** What the two amounts of a row are: `sender` and `receiver`, or `payload` and `on the wire`. */
  readonly names: readonly [string, string];
  /** One for each timing, in the order of the result. */
  readonly rows: readonly CostRow[];
}

/** What a payload costs one adapter. */
export interface CostRow {
  readonly label: string;
  readonly amounts: readonly [CostAmount, CostAmount];
}

/** An amount. */
export interface CostAmount {
  /** Null if it is not known. */
  readonly value: number | null;
  /** As reports write it. `-` if it is not known. */
  readonly text: string;
}

/**
 * What a payload costs, for a picture: CPU time, page faults and context switches of both ends, and bytes on the wire, or of
 * the frame if those of the wire were not counted for each adapter. The numbers are those of the typical round. A cost that
 * no adapter knows is left out.
 * @throws WireduelError `INVALID_OPTION` if `result` is not a result
 */
export function costsOf(result: BenchmarkResult): Cost[] {
  checkResult(result);
  const rounds = result.timings.map((timing) => ({ label: timing.label, round: typicalRound(timing) }));
  const costs: Cost[] = COSTS_OF_ENDS.map(({ id, title, of }) => ({
    id,
    title,
    names: ["sender", "receiver"],
    rows: rounds.map(({ label, round: { ends } }) => ({
      label,
      amounts: [sumOf(ends.senders, of), sumOf(ends.receivers, of)],
    })),
  }));
  // Bytes of the wire cannot be compared with those of a frame.
  const onWire = rounds.every(({ round }) => round.wire !== null);
  costs.push({
    id: "bytes",
    title: onWire ? "Bytes on the wire per payload" : "Bytes of the frame per payload",
    names: ["payload", onWire ? "on the wire" : "frame"],
    rows: rounds.map(({ label, round }) => ({
      label,
      amounts: onWire ? wireBytes(round) : frameBytes(round),
    })),
  });
  return costs.filter(({ rows }) => rows.some(({ amounts }) => amounts.some(({ value }) => value !== null)));
}

const COSTS_OF_ENDS: readonly (Pick<Cost, "id" | "title"> & { readonly of: AmountUsed })[] = [
  { id: "cpu", title: "CPU time per payload, ms", of: ({ cpuMsPerPayload }) => cpuMsPerPayload },
  {
    id: "faults",
    title: "Page faults per payload",
    of: ({ minorFaultsPerPayload }) => minorFaultsPerPayload,
  },
  { id: "switches", title: "Context switches per payload", of: switchesOf },
];

function sumOf(ends: readonly EndReport[], of: AmountUsed): CostAmount {
  return amountOf(sumUsed(ends, of), formatMs);
}

/** Replies cross the wire too. */
function wireBytes({ wire }: RoundResult): CostRow["amounts"] {
  const { payloads = 0, payloadBytes = 0, replyBytes = 0, upBytes = 0, downBytes = 0 } = wire?.steady ?? {};
  return bytesOf(payloadBytes + replyBytes, upBytes + downBytes, payloads);
}

function frameBytes({ totals, counts }: RoundResult): CostRow["amounts"] {
  return bytesOf(totals.payloadBytes, totals.frameBytes, counts.sent);
}

function bytesOf(own: number, all: number, payloads: number): CostRow["amounts"] {
  if (payloads === 0) return [UNKNOWN, UNKNOWN];
  const more = Number((100 * (all / own - 1)).toPrecision(2));
  const ratio = Number.isFinite(more) ? ` (${more < 0 ? "" : "+"}${more} %)` : "";
  return [
    amountOf(own / payloads, formatCount),
    amountOf(all / payloads, (bytes) => `${formatCount(bytes)}${ratio}`),
  ];
}

const UNKNOWN: CostAmount = { value: null, text: "-" };

/** A stored file may have any number. One that is too large is not known. */
function amountOf(value: number | null, format: (value: number) => string): CostAmount {
  return value !== null && Number.isFinite(value) ? { value, text: format(value) } : UNKNOWN;
}
