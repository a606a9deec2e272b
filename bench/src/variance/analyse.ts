import { median } from "../results/numbers.js";
import { bestCount, type Nested, standardErrors, varianceComponents } from "./components.js";
import type { ConnectionMeasured } from "./connection.js";
import { explainedShare, mean } from "./explained-share.js";
import type { PairMeasured } from "./measure-variance.js";

/** The names of the levels, from the outermost. */
export const LEVELS = ["process pairs", "connections", "slices", "parts of a slice"] as const;

/** How much one level adds to the variation: a standard deviation of the logarithm of the time. */
export interface Component {
  /** 0 if the estimate of the variance is negative. */
  readonly sd: number;
  /** Two standard errors of the variance to each side. */
  readonly low: number;
  readonly high: number;
}

/** What the kernel counted for each message, and whether it goes along with the time. */
export interface Counts {
  /** Medians over the connections: of the sender and of the receiver. Null: not counted. */
  readonly sender: number | null;
  readonly receiver: number | null;
  /** The share of the variation between connections that goes along with both together. Null: none. */
  readonly explains: number | null;
}

/** How long parts of the design take, in milliseconds: medians. */
export interface Costs {
  /** From the start of a process pair until both ends have loaded their code. */
  readonly startMs: number;
  readonly firstWarmUpMs: number;
  readonly connectMs: number;
  readonly laterWarmUpMs: number;
}

/** The design that tells most in a given time. */
export interface BestDesign {
  /** Connections of a process pair. Null: as many as fit. */
  readonly connections: number | null;
  /** Slices of a connection. Null: as many as fit. */
  readonly slices: number | null;
  /** The length of a round with a single connection. Null: as long as possible. */
  readonly roundMs: number | null;
}

/** Logarithms of the times: pairs of connections of slices of parts. */
export function logsOf(pairs: readonly PairMeasured[]): number[][][][] {
  return pairs.map(({ connections }) =>
    connections.map(({ slices }) => slices.map((parts) => parts.map(Math.log))),
  );
}

/** The differences of two trees, as far as both reach. */
export function differences(a: readonly Nested[], b: readonly Nested[]): Nested[] {
  return a.slice(0, b.length).map((left, index) => {
    const right = b[index] as Nested;
    if (typeof left === "number" || typeof right === "number") return (left as number) - (right as number);
    return differences(left, right);
  });
}

/** @throws RangeError for fewer than three outermost groups */
export function componentsOf(tree: readonly Nested[]): Component[] {
  const errors = standardErrors(tree);
  const sd = (variance: number) => Math.sqrt(Math.max(0, variance));
  return varianceComponents(tree).map((variance, level) => {
    const reach = 2 * (errors[level] as number);
    return { sd: sd(variance), low: sd(variance - reach), high: sd(variance + reach) };
  });
}

type CountOf = (end: ConnectionMeasured["sender"]) => number | null;

/** Page faults of the connections of one row under one load. */
export function faultsOf(pairs: readonly PairMeasured[]): Counts {
  return countsOf(pairs, ({ faults }) => faults);
}

/** Context switches of the connections of one row under one load: those that waited, and those that had to make room. */
export function switchesOf(pairs: readonly PairMeasured[]): Counts {
  return countsOf(pairs, ({ voluntarySwitches, involuntarySwitches }) =>
    voluntarySwitches === null || involuntarySwitches === null
      ? null
      : voluntarySwitches + involuntarySwitches,
  );
}

/** Below this, the counts are what the process itself needs. */
const LEAST_COUNT = 0.1;

function countsOf(pairs: readonly PairMeasured[], of: CountOf): Counts {
  const connections = pairs.flatMap((pair) => pair.connections);
  const times = connections.map(({ slices }) => mean(slices.flat().map(Math.log)));
  const counts = connections.map(({ sender, receiver }) => (of(sender) ?? 0) + (of(receiver) ?? 0));
  const medianOf = (end: "sender" | "receiver") => {
    const values = connections.map((connection) => of(connection[end])).filter((value) => value !== null);
    return values.length === 0 ? null : median(values);
  };
  return {
    sender: medianOf("sender"),
    receiver: medianOf("receiver"),
    explains: explainedShare(
      times,
      counts.map((count) => Math.log(LEAST_COUNT + count)),
    ),
  };
}

export function costsOf(pairs: readonly PairMeasured[]): Costs {
  const first = pairs.flatMap(({ connections }) => connections.slice(0, 1));
  const later = pairs.flatMap(({ connections }) => connections.slice(1));
  return {
    startMs: median(pairs.map(({ startMs }) => startMs)),
    firstWarmUpMs: median(first.map(({ warmUpMs }) => warmUpMs)),
    connectMs: median(later.map(({ connectMs }) => connectMs)),
    laterWarmUpMs: median(later.map(({ warmUpMs }) => warmUpMs)),
  };
}

/**
 * The design for a tree of logarithms, with what its groups cost.
 * @param sliceMs how long a slice is
 */
export function bestDesign(tree: readonly Nested[], costs: Costs, sliceMs: number): BestDesign {
  const [ofPairs = 0, ofConnections = 0, ofSlices = 0, ofParts = 0] = varianceComponents(tree);
  const { startMs, firstWarmUpMs, connectMs, laterWarmUpMs } = costs;
  const slice = { variance: Math.max(0, ofSlices) + ofParts / 2, costMs: sliceMs };
  const connection = { variance: ofConnections, costMs: connectMs + laterWarmUpMs };
  const pair = { variance: ofPairs, costMs: startMs + firstWarmUpMs };
  const single = {
    variance: Math.max(0, ofPairs) + Math.max(0, ofConnections),
    costMs: pair.costMs + connectMs,
  };
  const slicesOfRound = bestCount(single, slice);
  return {
    connections: bestCount(pair, connection),
    slices: bestCount(connection, slice),
    roundMs: slicesOfRound && slicesOfRound * sliceMs,
  };
}
