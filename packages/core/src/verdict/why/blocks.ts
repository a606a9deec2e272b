import type { RoundResult, SliceMedians, Timing } from "../../result/result.js";
import { quantile } from "../../stats/summary.js";
import { clockErrorMs } from "../clock-error.js";
import { isWhole } from "../whole.js";
import type { ExplainedTime, Part } from "./explanation.js";

/** The two rounds of one block: of this timing, and of the one that it is compared with. */
export type Block = readonly [RoundResult, RoundResult];

/** The blocks in which both timings have a whole round. */
export function blocksOf(a: Pick<Timing, "rounds">, b: Pick<Timing, "rounds">): readonly Block[] {
  return a.rounds.flatMap((round) => {
    const other = b.rounds.find(({ block }) => block === round.block);
    return other !== undefined && isWhole(round) && isWhole(other) ? [[round, other] as const] : [];
  });
}

/** The times that both ends' clocks decide. */
const ONE_WAY: readonly (Part | ExplainedTime)[] = ["transport", "reply", "transmission"];

/** What a part or a time is, in medians. */
const VALUE: Readonly<Record<Part | ExplainedTime, (medians: SliceMedians) => number | null>> = {
  lateness: ({ slipMs }) => slipMs,
  encode: ({ encodeMs }) => encodeMs,
  transport: ({ transportMs }) => transportMs,
  decode: ({ decodeMs }) => decodeMs,
  reply: ({ serviceMs, transmissionMs }) =>
    serviceMs === null || transmissionMs === null ? null : serviceMs - transmissionMs,
  transmission: ({ transmissionMs }) => transmissionMs,
  service: ({ serviceMs }) => serviceMs,
  response: ({ responseMs }) => responseMs,
};

/** The median of a part or of a time in one round, in ms. Null if it is unknown. */
export function medianOf(round: RoundResult, of: Part | ExplainedTime): number | null {
  if (clockErrorOf(round, of) === Number.POSITIVE_INFINITY) return null;
  const { times } = round;
  return VALUE[of]({
    encodeMs: times.encodeMs?.p50 ?? null,
    transportMs: times.transportMs?.p50 ?? null,
    decodeMs: times.decodeMs?.p50 ?? null,
    transmissionMs: times.transmissionMs?.p50 ?? null,
    serviceMs: times.serviceMs?.p50 ?? null,
    responseMs: times.responseMs?.p50 ?? null,
    slipMs: times.slipMs?.p50 ?? null,
  });
}

/** By how much the clocks may make a part or a time of a round wrong. Infinity if it is unknown. */
export function clockErrorOf(round: RoundResult, of: Part | ExplainedTime): number {
  return ONE_WAY.includes(of) ? clockErrorMs(round) : 0;
}

/**
 * The difference of the two medians of each block, in ms. With slices, the median of the differences of the paired
 * slices, because these ran a moment apart. Null if a block lacks a value.
 */
export function differencesOf(blocks: readonly Block[], of: Part | ExplainedTime): readonly number[] | null {
  const differences = blocks.map(
    ([a, b]) => differenceOfSlices([a, b], of) ?? minus(medianOf(a, of), medianOf(b, of)),
  );
  return differences.includes(null) ? null : (differences as number[]);
}

function differenceOfSlices([a, b]: Block, of: Part | ExplainedTime): number | null {
  if (a.slices.length === 0 || a.slices.length !== b.slices.length) return null;
  if (clockErrorOf(a, of) + clockErrorOf(b, of) === Number.POSITIVE_INFINITY) return null;
  const paired = a.slices.flatMap(({ medians }, index) => {
    const other = b.slices[index]?.medians;
    return (other && minus(VALUE[of](medians), VALUE[of](other))) ?? [];
  });
  return paired.length === 0 ? null : quantile(new Float64Array(paired).sort(), 0.5);
}

function minus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}
