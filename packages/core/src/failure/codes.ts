/**
 * Why something failed: a stable code and a message. The same type is used everywhere, from the cause to the
 * result.
 */
export interface Failure<Code extends string = string> {
  /** Stable between major versions. */
  readonly code: Code;
  /** For people. May change in any version. */
  readonly message: string;
}

/** Reasons that end a round before its last payload. Payloads in flight fail with the same code. */
export const STOP_CODES = [
  "LINK_CLOSED",
  "LINK_SILENT",
  "RECEIVER_LOST",
  "ABORTED",
  "EVENT_HANDLER_FAILED",
] as const;

/**
 * Why a round ended early.
 *
 * - `LINK_CLOSED`: a link closed, but the receiver still answers
 * - `LINK_SILENT`: nothing came back over the links for `giveUpAfter` time-outs in a row, but the receiver still answers
 *   on control
 * - `RECEIVER_LOST`: the receiver ended, or does not answer
 * - `ABORTED`: the caller's `signal` ended the run
 * - `EVENT_HANDLER_FAILED`: a handler of `events` threw
 */
export type StopCode = (typeof STOP_CODES)[number];

/** The reason why a round ended early, with a message. */
export type StopReason = Failure<StopCode>;

/** Whether only the round ends. The run goes on with the next one. */
export function endsOnlyRound({ code }: StopReason): boolean {
  return code === "LINK_CLOSED" || code === "LINK_SILENT";
}

const OWN_PAYLOAD_ERROR_CODES = [
  "PAYLOAD_TIMEOUT",
  "ENCODE_FAILED",
  "FRAME_TOO_LARGE",
  "SEND_FAILED",
  "UNDECODABLE",
  "REPLY_DAMAGED",
] as const;

/**
 * Why a payload failed.
 *
 * - `PAYLOAD_TIMEOUT`: no acknowledgement within `timeoutMs`
 * - `ENCODE_FAILED`: the codec threw
 * - `FRAME_TOO_LARGE`: the codec made a frame that is larger than the limit
 * - `SEND_FAILED`: the adapter's `send` threw or rejected
 * - `UNDECODABLE`: the receiver's codec could not decode the frame
 * - `REPLY_DAMAGED`: the reply does not have the bytes that `replyBytes` asks for
 * - the codes of `StopCode`: the round ended before this payload was acknowledged
 */
export type PayloadErrorCode = (typeof OWN_PAYLOAD_ERROR_CODES)[number] | StopCode;

export const PAYLOAD_ERROR_CODES: readonly PayloadErrorCode[] = [...OWN_PAYLOAD_ERROR_CODES, ...STOP_CODES];

/** Why a payload failed. A failed payload is data and does not stop the run. */
export type PayloadError = Failure<PayloadErrorCode>;

/**
 * What went wrong in a round: the codes of `StopCode`, `DESCRIBE_FAILED` if the adapter's `describe` threw, and
 * `SENDER_LOST` if one of several senders ended or stopped answering.
 */
export type RoundErrorCode = StopCode | "DESCRIBE_FAILED" | "SENDER_LOST";

export const ROUND_ERROR_CODES: readonly RoundErrorCode[] = [...STOP_CODES, "DESCRIBE_FAILED", "SENDER_LOST"];

/** An error of a round. Failed payloads are not included. */
export type RoundError = Failure<RoundErrorCode>;

export const WARNING_CODES = [
  "INLINE_RECEIVER",
  "CLOCK_ERROR",
  "ACK_DERIVED",
  "ENDS_DIFFER",
  "NOTHING_SENT",
  "DROPPED",
  "FAILED_PAYLOADS",
  "BEHIND",
  "LATE_REPLIES",
  "SENDER_STALLED",
  "SENDER_SATURATED",
  "RECEIVER_SATURATED",
  "TRANSMISSIONS_CAPPED",
  "NO_WIRE_BYTES",
  "UNEXPECTED_REPLIES",
  "NOT_WHOLE",
  "OUT_OF_ORDER",
  "LISTENING_END_ERRORS",
  "NO_RECEIVER_REPORT",
  "WARMUP_FAILED",
  "SENDERS_APART",
  "BUSY_MACHINE",
  "CONTROL_NOT_ENCRYPTED",
] as const;

/**
 * Why a round or a run must be read with care. `CONTROL_NOT_ENCRYPTED` says nothing about its numbers.
 *
 * - `INLINE_RECEIVER`: both ends shared one event loop, so they slowed each other down
 * - `CLOCK_ERROR`: the ends read different clocks, and the error of the offset is more than 5 % of the median
 * - `ACK_DERIVED`: the clock offset is not known well enough, so one-way times are derived from
 *   acknowledgements
 * - `ENDS_DIFFER`: the two ends have different versions, or were started with different flags of Node
 * - `NOTHING_SENT`: no payload was due before the load ended
 * - `DROPPED`: payloads were due but not sent; the times only cover the others
 * - `FAILED_PAYLOADS`: payloads failed; the times only cover the others
 * - `BEHIND`: under a scheduled load, response times kept growing, so they are not those of a steady state
 * - `LATE_REPLIES`: replies arrived after their payloads had timed out
 * - `SENDER_STALLED`: the 99th percentile of the sender's lateness is at least half of that of response times
 * - `SENDER_SATURATED`, `RECEIVER_SATURATED`: the limit may be that process, not the protocol
 * - `TRANSMISSIONS_CAPPED`: there were more payloads than `maxTransmissions`; only times, histograms and series
 *   cover the rest
 * - `NO_WIRE_BYTES`: the pass that counts bytes on the wire failed
 * - `UNEXPECTED_REPLIES`: replies did not match any payload in flight
 * - `NOT_WHOLE`: payloads were lost, not delivered, duplicated or damaged
 * - `OUT_OF_ORDER`: payloads arrived after a later one, although the adapter claims to keep the order
 * - `LISTENING_END_ERRORS`: an end of the adapter reported errors that belong to no payload
 * - `NO_RECEIVER_REPORT`: the receiver did not report what arrived
 * - `WARMUP_FAILED`: payloads of the warm-up failed, so the connection may not be warm
 * - `SENDERS_APART`: several senders did not begin together, so they loaded the receiver together for a shorter time
 * - `BUSY_MACHINE`: other programs used the machine during the run or before it. A warning of the run.
 * - `CONTROL_NOT_ENCRYPTED`: control goes to another host, that of the receiver or those of senders that join, without
 *   encryption. A warning of the run.
 */
export type WarningCode = (typeof WARNING_CODES)[number];

/** A reason to read the numbers of a round or of a run with care. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
}

export const ERROR_CODES = [
  "INVALID_OPTION",
  "INVALID_RESULT",
  "NOT_COMPARABLE",
  "SETTINGS_DIFFER",
  "FILE_NOT_WRITTEN",
  "INSIDE_RECEIVER",
  "ADAPTER_NOT_LOADABLE",
  "BUNDLED",
  "PERMISSION_DENIED",
  "RECEIVER_START_FAILED",
  "RECEIVER_UNREACHABLE",
  "RECEIVER_BUSY",
  "UNAUTHORIZED",
  "CONTRACT_MISMATCH",
  "UNKNOWN_ADAPTER",
  "SESSION_NOT_FOUND",
  "REFERENCES_TIMEOUT",
  "LISTEN_FAILED",
  "CONNECT_FAILED",
  "LINK_CLOSED",
  "LINK_SILENT",
  "RECEIVER_LOST",
  "SENDER_LOST",
  "SENDERS_MISSING",
  "SENDER_REJECTED",
  "COORDINATOR_UNREACHABLE",
  "COORDINATOR_LOST",
  "ABORTED",
  "EVENT_HANDLER_FAILED",
  "UNEXPECTED",
] as const;

/**
 * Why a run was refused or ended early. Codes are stable between major versions; messages are not.
 *
 * - `INVALID_OPTION`: an option has an invalid value; nothing was opened
 * - `INVALID_RESULT`: a file or text is not a result that this version can read
 * - `NOT_COMPARABLE`: two results differ in something that was not permitted; the message has all of it
 * - `SETTINGS_DIFFER`: a stored matrix cannot go on, because it was measured with other settings
 * - `FILE_NOT_WRITTEN`: `file` could not be written; `error.result` or `error.matrix` has what was measured so far
 * - `INSIDE_RECEIVER`: `runBenchmark` was called while a receiver process loaded an adapter's module
 * - `ADAPTER_NOT_LOADABLE`: another process cannot load the adapter or codec from its module
 * - `BUNDLED`: a bundler moved `@wireduel/core` or an adapter away from its files
 * - `PERMISSION_DENIED`: Node's permission model forbids what the run needs; the message names the flag
 * - `RECEIVER_START_FAILED`: the receiver process did not start
 * - `RECEIVER_UNREACHABLE`: no receiver answered at the given address
 * - `RECEIVER_BUSY`: the receiver serves another run
 * - `UNAUTHORIZED`: the receiver requires another token
 * - `CONTRACT_MISMATCH`: the two ends have different versions of the contract
 * - `UNKNOWN_ADAPTER`: the receiver does not have this adapter
 * - `SESSION_NOT_FOUND`: the receiver has no open session with this id
 * - `REFERENCES_TIMEOUT`: copying the payloads to the receiver, before the first was sent, took too long
 * - `LISTEN_FAILED`: the adapter could not listen (for example, because the port is in use)
 * - `CONNECT_FAILED`: the adapter could not dial the listening end
 * - `LINK_CLOSED`: a link closed before the first payload
 * - `LINK_SILENT`: nothing came back over the links of a round; only the error of that round has this code
 * - `RECEIVER_LOST`: the receiver ended or stopped answering; `error.result` has what was measured so far
 * - `SENDER_LOST`: the sender process of a round ended or stopped answering, or a sender that joined did;
 *   `error.result` has what was measured so far
 * - `SENDERS_MISSING`: not all senders joined the run in time; the message says how many are missing
 * - `SENDER_REJECTED`: the run does not take this sender, or no longer; the message says why
 * - `COORDINATOR_UNREACHABLE`: no run that senders can join answered at the given address
 * - `COORDINATOR_LOST`: the run that this sender joined ended without a word, or stopped answering
 * - `ABORTED`: the caller's `signal` ended the run; `error.result` has what was measured so far
 * - `EVENT_HANDLER_FAILED`: a handler of `events` threw; `error.result` has what was measured so far
 * - `UNEXPECTED`: something threw that must not throw, such as an adapter; `error.cause` has the original
 *   error
 */
export type ErrorCode = (typeof ERROR_CODES)[number];
