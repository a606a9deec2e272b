import type { EndReport, RoundResult, Timing } from "../../result/result.js";
import { quantile } from "../../stats/summary.js";
import { signedRank } from "../signed-rank.js";
import { type AmountUsed, eachUsed, sumUsed } from "../used-by-ends.js";
import type { Block } from "./blocks.js";
import { ALPHA } from "./thresholds.js";

/** A number of a round, for each payload. Null if it was not measured. */
export type Count = (round: RoundResult) => number | null;

/** The end of which a number is. */
export type Role = "sender" | "receiver";

/** Of what the slower timing has significantly more. */
export interface More {
  /** The median of its rounds. */
  readonly slower: number;
  readonly faster: number;
  /** How much more, in the same unit. Positive. */
  readonly surplus: number;
}

/**
 * Of what the slower timing has how much more for each payload. Null if a round lacks the number, or if the slower one
 * does not have significantly more.
 * @param blocks the slower timing's round first
 * @param countOfFaster the number of the faster one, if it is another field
 */
export function moreOf(blocks: readonly Block[], count: Count, countOfFaster: Count = count): More | null {
  const pairs = blocks.map(([slower, faster]) => [count(slower), countOfFaster(faster)] as const);
  if (pairs.length === 0 || pairs.flat().includes(null)) return null;
  const [slower, faster] = [0, 1].map((side) => middle(pairs.map((pair) => pair[side] as number)));
  const { estimate, pValue } = signedRank(
    pairs.map(([one, other]) => (one as number) - (other as number)),
    1 - ALPHA,
  );
  if (!(estimate > 0 && pValue <= ALPHA)) return null;
  return { slower: slower as number, faster: faster as number, surplus: estimate };
}

/** The median over the rounds of one side of the blocks. Null if a round lacks the number. */
export function typicalOf(blocks: readonly Block[], side: 0 | 1, count: Count): number | null {
  const values = blocks.map((block) => count(block[side]));
  return values.length === 0 || values.includes(null) ? null : middle(values as number[]);
}

function middle(values: readonly number[]): number {
  return quantile(new Float64Array(values).sort(), 0.5);
}

/** The size of a frame: the codec's output. */
export const frameBytes: Count = ({ totals, counts }) =>
  counts.sent === 0 ? null : totals.frameBytes / counts.sent;

/** Bytes on the wire in the direction of the payloads. */
export const sentBytes = ({ adapter }: Timing): Count => {
  const direction = adapter.direction === "upload" ? "upBytes" : "downBytes";
  return ({ wire }) => (wire === null ? null : wire.steady[direction] / wire.steady.payloads);
};

/** How often the sender waits for the receiver in the middle of a payload. */
export const waits: Count = ({ wire }) => wire?.steady.waitsPerPayload ?? null;

/** How long it takes from one acknowledgement to the next, in ms. */
export const betweenMs: Count = ({ totals: { acknowledgedPerSecond: rate } }) => (rate ? 1_000 / rate : null);

/** The most payloads that were in flight. */
export const inFlight: Count = ({ counts }) => counts.mostInFlight;

/** CPU time of an end, in ms. */
export const cpuMs = (role: Role): Count => ofResources(role, ({ cpuMsPerPayload }) => cpuMsPerPayload);

/** CPU time of an end without that in its codec, in ms. What a codec takes is elsewhere. */
export const cpuBesideCodecMs = (role: Role): Count => {
  const cpu = cpuMs(role);
  return (round) => {
    const { encodeMs, decodeMs } = round.times;
    const [all, codec] = [cpu(round), (role === "sender" ? encodeMs : decodeMs)?.mean ?? null];
    return all === null || codec === null ? null : Math.max(0, all - codec);
  };
};

/** CPU time in the kernel, of an end, in ms. */
export const systemCpuMs = (role: Role): Count => {
  const system = ofResources(role, ({ cpuSystemMs }) => cpuSystemMs);
  return (round) => {
    const ms = system(round);
    return ms === null || round.counts.acknowledged === 0 ? null : ms / round.counts.acknowledged;
  };
};

export const pageFaults = (role: Role): Count =>
  ofResources(role, ({ minorFaultsPerPayload }) => minorFaultsPerPayload);

/** The share of the time in which an end's event loop works. Of several senders, the busiest one. */
export const workShare = (role: Role): Count => {
  return (round) => {
    const shares = eachUsed(processesOf(round, role), (resources) => resources.workShare);
    return shares === null ? null : Math.max(...shares);
  };
};

function ofResources(role: Role, amountOf: AmountUsed): Count {
  return (round) => sumUsed(processesOf(round, role), amountOf);
}

function processesOf({ ends }: RoundResult, role: Role): readonly EndReport[] {
  return role === "sender" ? ends.senders : ends.receivers;
}
