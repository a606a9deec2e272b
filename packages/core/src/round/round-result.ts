import type { EndDescription } from "../adapter/contract.js";
import type { ClockModel } from "../clock/clock-model.js";
import type { SessionOpened } from "../control/control-types.js";
import { identifyEnd } from "../control/identity.js";
import type { ReceiverConnection } from "../control/receiver-connection.js";
import type { RoundError, StopReason } from "../failure/codes.js";
import { isScheduled } from "../load/load.js";
import type { TapReading } from "../network/tap-reading.js";
import type { Counts, Ends, RoundResult, RoundTls, RunStatus, Transmission } from "../result/result.js";
import type { TlsReport } from "../tls/link-tls.js";
import type { TlsSettings } from "../tls/tls-settings.js";
import { countsOf } from "./counts.js";
import { endReport } from "./end-report.js";
import type { Exchange } from "./exchange.js";
import type { MeasurePhase } from "./measure-phase.js";
import type { Collected } from "./receiver-session.js";
import { medianRoundTransportNs, mediansOf, type RecordedPhase, recordedOf } from "./recorded.js";
import type { OpenEnds } from "./round-ends.js";
import type { RoundPlan } from "./round-plan.js";
import { roundWarnings } from "./round-warnings.js";
import type { Sample } from "./sample.js";
import type { SliceNumbers } from "./slice-recorder.js";
import { transmissionOf } from "./transmission.js";

/** What a round's result is made from. */
export interface MeasuredRound {
  readonly plan: Pick<RoundPlan, "adapter" | "settings" | "wire">;
  readonly opened: OpenEnds;
  readonly exchange: Exchange;
  /** The first payload of the round. */
  readonly first: Sample | undefined;
  readonly phase: Pick<MeasurePhase, "recorder" | "slices" | "resources" | "mostInFlight" | "spinNs">;
  readonly collected: Collected;
  /** The description of the sender's end, with the errors of its listening end. */
  readonly described: EndDescription & { readonly errors: readonly string[] };
  readonly describeErrors: readonly string[];
  readonly held: TapReading | null;
  /** Why the round ended early. Undefined if it did not. */
  readonly reason: StopReason | undefined;
  readonly receiverKind: ReceiverConnection["kind"] | undefined;
  readonly warmedUp: number;
  readonly warmupsFailed: number;
  /** Half of a small round trip. Undefined if none was measured. */
  readonly halfRoundTripNs: number | undefined;
}

/** A round's result without its position in the run, and that of its slices. */
export type UnplacedRound = Omit<RoundResult, "block" | "place" | "slices"> & {
  readonly slices: readonly SliceNumbers[];
};

/** Makes the result of a round. */
export function roundResult(round: MeasuredRound): UnplacedRound {
  const { plan, opened, phase: measured, collected, held, reason, exchange } = round;
  const { recorder, slices } = measured;
  const { adapter, settings, wire } = plan;
  const phase = onFinalClock(round);
  const counts = roundCounts(round);
  const errors: RoundError[] = [
    ...(reason ? [reason] : []),
    ...round.describeErrors.map((message): RoundError => ({ code: "DESCRIBE_FAILED", message })),
  ];
  const recorded = recordedOf(phase);
  const result = {
    status: statusOf(reason),
    clock: phase.clock.report,
    tls: adapter.tls && tlsOf(adapter.tls, opened.session, round.described.tls ?? collected.report?.tls),
    connectMs: opened.connectMs,
    firstTransmission: firstOf(round.first, phase.clock, isScheduled(settings.load)),
    warmedUp: round.warmedUp,
    ...recorded,
    slices,
    transmissions: recorded.transmissions.slice(0, settings.maxTransmissions),
    counts,
    wire: wire?.bytes ?? null,
    held: held && { upMs: held.up.heldMs, downMs: held.down.heldMs },
    ends: endsOf(round, counts),
    errors,
  } satisfies Omit<UnplacedRound, "warnings">;
  const warnings = roundWarnings(result, {
    receiver: round.receiverKind,
    scheduled: isScheduled(settings.load),
    unexpectedReplies: exchange.unexpectedReplies,
    lateReplies: exchange.lateReplies,
    reportFailure: collected.failure,
    firstUndecodable: collected.report?.counts.firstUndecodable ?? null,
    listeningEndErrors: [...round.described.errors, ...(collected.report?.errors ?? [])],
    warmupsFailed: round.warmupsFailed,
    wireFailure: wire?.failure ?? null,
    recorded: recorder.settled,
    kept: Math.min(recorder.settled, settings.keepSamples),
    ordered: adapter.supports.ordered,
  });
  return { ...result, warnings };
}

function statusOf(reason: StopReason | undefined): RunStatus {
  if (reason === undefined) return "completed";
  return reason.code === "ABORTED" ? "aborted" : "failed";
}

/** The recorded phase with the final clock estimate. */
function onFinalClock({
  plan,
  opened,
  phase: { recorder },
  collected,
  halfRoundTripNs,
}: MeasuredRound): RecordedPhase {
  const { report } = collected;
  const damaged = report?.phase === "measure" ? report.counts.damagedSequences : [];
  const phase = {
    recorder,
    scheduled: isScheduled(plan.settings.load),
    damaged: new Set(damaged.map((sequence) => sequence - recorder.firstSequence)),
  };
  // The way back takes at most as long as the whole way, so a derived median is never negative.
  const half = (medianRoundTransportNs(recorder) ?? 0) / 2;
  const clock = opened.clock.final({
    halfRoundTripNs: Math.min(halfRoundTripNs ?? Number.POSITIVE_INFINITY, half),
    asAssumed: !recorder.complete,
    mediansWith: (model) => mediansOf({ ...phase, clock: model }),
  });
  return { ...phase, clock };
}

function roundCounts({ plan, phase, collected, exchange }: MeasuredRound): Counts {
  const { report } = collected;
  const { recorder, mostInFlight } = phase;
  const { settled, failed, dropped, notHandedOver, lastHandedOver, firstSequence } = recorder;
  return countsOf(
    {
      settled,
      failed,
      dropped,
      notHandedOver,
      lastHandedOver,
      firstSequence,
      mostInFlight,
      overdue: exchange.overdue,
      connections: exchange.connections,
      ordered: plan.adapter.supports.ordered,
    },
    report?.phase === "measure" ? report.counts : null,
  );
}

function endsOf(round: MeasuredRound, { acknowledged: payloads }: Counts): Ends {
  const { plan, opened, phase, collected, described } = round;
  const used = { resources: phase.resources, spinNs: phase.spinNs, payloads };
  const receiverUsed = { resources: collected.report?.resources ?? null, spinNs: 0, payloads };
  return {
    senders: [endReport(identifyEnd(), plan.adapter.protocol.libraries, described, used)],
    receivers: [endReport(opened.identity, opened.session.libraries, collected.report, receiverUsed)],
  };
}

function firstOf(first: Sample | undefined, clock: ClockModel, scheduled: boolean): Transmission | null {
  return first ? transmissionOf(first, 0, first.error, { clock, beganAt: first.dueAt, scheduled }) : null;
}

/** The listening end decides about mutual TLS: the receiver in an upload, the sender in a push. */
function tlsOf(
  settings: TlsSettings,
  { endpoint, mutualTls }: SessionOpened,
  report: TlsReport | null | undefined,
): RoundTls {
  const ownMutual = settings.kind === "own" && settings.clientCertificate;
  return {
    mutual: endpoint === null ? ownMutual : mutualTls,
    version: report?.version ?? null,
    cipher: report?.cipher ?? null,
  };
}
