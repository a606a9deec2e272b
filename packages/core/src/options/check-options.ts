// Checks the options of a run.
import { distinctLabels } from "../adapter/label.js";
import { EVENT_NAMES } from "../events/events.js";
import { pathKind } from "../files/result-file.js";
import { repliesTo } from "../payload/payload-source.js";
import { checkSentBytes } from "../payload/sent-bytes.js";
import type { RoundsRule } from "../verdict/rounds-rule.js";
import { checkAdapters } from "./adapters-option.js";
import type { BenchmarkOptions, CheckedOptions, RoundSettings } from "./benchmark-options.js";
import { checkMeasure, checkReference, freshSeed } from "./comparison-options.js";
import { checkMaxInFlight, checkReplyBytes, loadOf, mostSent } from "./dependent-options.js";
import { type Emitter, emitterKind } from "./emitter-option.js";
import { checkExplain, countsWireBytes } from "./explain-option.js";
import { type CheckedSenders, sendersKind } from "./join-option.js";
import {
  flag,
  integer,
  invalidOption,
  type Kind,
  kindOf,
  nullable,
  number,
  object,
  withDefault,
} from "./kinds.js";
import { listedOf } from "./listed-option.js";
import { MAX_COUNT, MAX_TIMER_MS } from "./load-option.js";
import { checkNetwork } from "./network-option.js";
import { checkPayloads } from "./payload-option.js";
import { receiverKind } from "./receiver-option.js";
import { roundsKind, roundsOf } from "./rounds-option.js";
import { checkSenders, checkShares, MOST_LOCAL_SENDERS } from "./senders-option.js";

/** Options after each was checked on its own. */
type ParsedOptions = Omit<
  RoundSettings,
  | "payloads"
  | "replies"
  | "load"
  | "connections"
  | "maxInFlight"
  | "warmupCount"
  | "warmupMs"
  | "maxTransmissions"
  | "keepSamples"
  | "wireBytes"
  | "group"
> &
  Pick<
    CheckedOptions,
    "adapters" | "budgetMs" | "slices" | "receivers" | "explain" | "margin" | "file" | "signal"
  > & {
    readonly senders: CheckedSenders;
    readonly connections: number | undefined;
    readonly wireBytes: boolean | undefined;
    readonly rounds: RoundsRule | undefined;
    readonly reference: unknown;
    readonly decideBy: unknown;
    readonly seed: number | undefined;
    readonly payload: unknown;
    readonly replyBytes: unknown;
    readonly load: unknown;
    readonly maxInFlight: unknown;
    readonly maxTransmissions: number | undefined;
    readonly warmupCount: number | undefined;
    readonly count: number | undefined;
    readonly delayMs: number | undefined;
    readonly events: Emitter;
  };

const DEFAULT_WARM_UP = 20;
const LONGEST_WARM_UP_MS = 2_000;
const MAX_BUDGET_MS = 86_400_000;
const timeout = number({ min: 1, max: MAX_TIMER_MS });
const unchecked: Kind<unknown> = { default: undefined, parse: (_, value) => value };
const kind = object<ParsedOptions>(
  {
    adapters: { parse: (_, value) => distinctLabels(checkAdapters(value)) },
    payload: unchecked,
    replyBytes: unchecked,
    load: unchecked,
    count: withDefault<number | undefined>(integer({ min: 1, max: MAX_COUNT }), undefined),
    delayMs: withDefault<number | undefined>(number({ min: 0, max: MAX_TIMER_MS }), undefined),
    senders: sendersKind,
    receivers: withDefault(integer({ min: 1, max: MOST_LOCAL_SENDERS }), 1),
    connections: withDefault<number | undefined>(integer({ min: 1, max: 1_024 }), undefined),
    maxInFlight: unchecked,
    warmupCount: withDefault<number | undefined>(integer({ min: 0, max: 1_000_000 }), undefined),
    maxTransmissions: withDefault<number | undefined>(integer({ min: 0, max: 200_000 }), undefined),
    network: { default: null, parse: (_, value) => checkNetwork(value) },
    wireBytes: withDefault<boolean | undefined>(flag, undefined),
    explain: withDefault(flag, false),
    rounds: withDefault<RoundsRule | undefined>(roundsKind, undefined),
    budgetMs: withDefault<number | null>(number({ min: 1_000, max: MAX_BUDGET_MS }), null),
    slices: withDefault<number | null>(integer({ min: 1, max: 1_000 }), null),
    reference: unchecked,
    margin: withDefault(number({ min: 0, max: 1 }), 0.05),
    decideBy: unchecked,
    seed: withDefault<number | undefined>(integer(), undefined),
    senderPort: withDefault(integer({ min: 0, max: 65_535 }), 0),
    timeoutMs: withDefault(timeout, 10_000),
    giveUpAfter: withDefault(nullable(integer({ min: 1, max: 1_000_000 })), 3),
    connectTimeoutMs: withDefault(timeout, 10_000),
    silenceTimeoutMs: withDefault(timeout, 10_000),
    maxPayloadBytes: withDefault(integer({ min: 1, max: 2 ** 30 }), 64 * 2 ** 20),
    clockChecks: withDefault(flag, true),
    receiver: receiverKind,
    file: withDefault<string | null>(pathKind, null),
    signal: withDefault<AbortSignal | undefined>(
      kindOf("an AbortSignal", (value) => value instanceof AbortSignal),
      undefined,
    ),
    events: emitterKind(EVENT_NAMES),
  },
  {
    owner: "runBenchmark",
    elsewhere: {
      concurrency: "load",
      durationMs: "load",
      ratePerSecond: "load",
      stages: "load",
      thinkTimeMs: "load",
      until: "rounds",
      jitterMs: "network",
      rateMbps: "network",
      sizeBytes: "payload",
      token: "receiver",
      url: "receiver",
    },
  },
);

/** The names of all options. */
export const OPTION_NAMES: readonly string[] = kind.fields ?? [];

/**
 * Checks every option before anything opens.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkOptions(options: BenchmarkOptions): CheckedOptions {
  const parsed = kind.parse("", options);
  const { adapters, signal, events, payload, replyBytes, load, count, delayMs, explain, ...others } = parsed;
  const {
    rounds: given,
    budgetMs,
    slices,
    reference,
    margin,
    decideBy,
    seed = freshSeed(),
    file,
    senders: { count: senders, join },
    receivers,
    connections = senders,
    wireBytes: _,
    ...rest
  } = others;
  checkSenders({ ...parsed, senders, joining: join !== null });
  if (connections < senders)
    throw invalidOption("connections", `at least \`senders\` (${senders})`, connections);
  const wireBytes = countsWireBytes(parsed);
  const rounds = roundsOf(given, budgetMs, rest.receiver);
  checkExplain(parsed, rounds);
  const dialOnly = adapters.find(({ protocol }) => protocol.listen === undefined);
  if (dialOnly && typeof rest.receiver === "string") {
    const wanted = `{ url } of a receiver server, because ${dialOnly.protocol.name} can only dial`;
    throw invalidOption("receiver", wanted, rest.receiver);
  }
  checkUnixSockets(parsed);
  const chooseLength = budgetMs !== null && load === undefined && count === undefined;
  const due = loadOf({ load, count, delayMs }, { connections, senders }, chooseLength);
  const { maxPayloadBytes } = rest;
  const warmUp = warmUpOf(rest.warmupCount, chooseLength);
  const sent = mostSent(due, { ...warmUp, connections, wireBytes });
  const payloads = checkPayloads(payload, { maxPayloadBytes, sent });
  if (join !== null) checkSentBytes(payloads);
  const replies = repliesTo(payloads, checkReplyBytes(replyBytes, maxPayloadBytes), sent);
  const maxInFlight = checkMaxInFlight(rest.maxInFlight, due, payloads);
  checkShares(senders, due, maxInFlight, load === undefined ? "count" : "load.count");
  const labels = adapters.map(({ label }) => label);
  return {
    adapters,
    senders,
    join,
    receivers,
    rounds,
    reference: checkReference(reference, labels),
    margin,
    cells: 1,
    decideBy: checkMeasure(decideBy, due, wireBytes),
    budgetMs,
    slices,
    chooseLength,
    explain,
    seed,
    file,
    signal,
    emitter: events,
    settings: {
      ...rest,
      ...warmUp,
      connections,
      wireBytes,
      group: null,
      ...listedOf(rest.maxTransmissions, rounds, adapters.length),
      payloads,
      replies,
      load: due,
      maxInFlight,
    },
  };
}

/** A payload may take a second, so twenty could use up a budget that must have time for several blocks. */
function warmUpOf(
  given: number | undefined,
  chooseLength: boolean,
): Pick<RoundSettings, "warmupCount" | "warmupMs"> {
  const warmupMs = given === undefined && chooseLength ? LONGEST_WARM_UP_MS : null;
  return { warmupCount: given ?? DEFAULT_WARM_UP, warmupMs };
}

/** Refuses what only works over TCP. */
function checkUnixSockets({ adapters, network, wireBytes, receiver }: ParsedOptions): void {
  const index = adapters.findIndex(({ unixSocket }) => unixSocket !== null);
  const adapter = adapters[index];
  if (adapter === undefined) return;
  const place = `adapters[${index}].unixSocket`;
  const refuse = (why: string) => invalidOption(place, `left out ${why}`, adapter.unixSocket?.path ?? true);
  if (network !== null) throw refuse("with `network`, which relays TCP");
  if (wireBytes) throw refuse("with `wireBytes`, which counts in a relay of TCP");
  if (typeof receiver === "object") throw refuse("with a receiver server, which only TCP can reach");
}
