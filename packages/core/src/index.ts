// Every public name.

// What users call, and what they get.

export type { BenchmarkOptions, ReceiverOption } from "./options/benchmark-options.js";
export type { ClockReport } from "./clock/clock-model.js";
export { type ErrorCode, WireduelError } from "./failure/wireduel-error.js";
export type { BenchmarkEmitter, BenchmarkEvents, Phase, RowEvent } from "./events/events.js";
export type { JsonObject, JsonValue } from "./result/json.js";
export type { LoadOption } from "./options/load-option.js";
export type { ClosedLoop, ConstantRate, Load, Poisson, Stage, Stages } from "./load/load.js";
export type { NetworkOption, NetworkProfile } from "./options/network-option.js";
export type { PayloadOption } from "./options/payload-option.js";
export type { ReceivedCounts } from "./receiver/receive-frame.js";
export type { ReceiverReport } from "./control/control-calls.js";
export type { ReceiverEvents, ReceiverServer, ServeReceiversOptions } from "./options/serve-options.js";
export { serveReceivers } from "./control/serve-receivers.js";
export { formatComparison, formatComparisonTable } from "./report/comparison.js";
export { formatJson } from "./report/json.js";
export { streamText } from "./report/stream-text.js";
export {
  formatHeading,
  formatText,
  formatTotals,
  formatTransmission,
} from "./report/text.js";
export type { TextOptions } from "./report/text-options.js";
export type { LoopDelay, Resources } from "./process/resource-meter.js";
export type {
  BenchmarkResult,
  Counts,
  EndReport,
  EndResources,
  Failure,
  HeldBack,
  Machine,
  PayloadError,
  PayloadErrorCode,
  RoundResult,
  RowComparison,
  RowError,
  RunSettings,
  Timing,
  TimingHistograms,
  TimingSummary,
  TimingTls,
  Transmission,
  Warning,
  WarningCode,
  WireBytes,
  WireCount,
} from "./result/result.js";
export { RESULT_SCHEMA_VERSION } from "./result/result.js";
export { runBenchmark } from "./run/run-benchmark.js";
export {
  type CompareRoundsOptions,
  compareRounds,
  type RoundComparison,
  type RoundVerdict,
  roundsToShow,
} from "./verdict/compare-rounds.js";
export type { Series, SeriesInterval } from "./stats/series.js";
export type { Percentiles, Summary } from "./stats/summary.js";
export { decodeTimeHistogram, type EncodedHistogram, type TimeHistogram } from "./stats/time-histogram.js";
export { CONTRACT_VERSION, CORE_VERSION } from "./control/version.js";

// What authors of adapters and codecs need.

export type {
  Adapter,
  AppliedProfile,
  DialContext,
  Direction,
  EndDescription,
  Endpoint,
  Limits,
  Link,
  LinkContext,
  ListenContext,
  Listener,
  ProfileName,
  ProfileSetting,
  Supports,
} from "./adapter/contract.js";
export { type Clock, systemClock } from "./clock/clock.js";
export { builtInCodecs } from "./codec/built-in.js";
export type { Codec, Message } from "./codec/codec.js";
export type { Frame } from "./codec/frame.js";
export { copyFrame, frameBytes, joinFrame } from "./codec/frame.js";
export { jsonArray } from "./codec/json-array.js";
export { jsonBase64 } from "./codec/json-base64.js";
export { raw } from "./codec/raw.js";
export type { Receipt, ReceiptCodec } from "./codec/receipt.js";
export { corkTurns, gatherTurns } from "./adapter/cork-turns.js";
export {
  type AdapterDefinition,
  type AdapterFactory,
  type CommonOptions,
  defineAdapter,
  type TunedOptions,
} from "./adapter/define-adapter.js";
export {
  flag,
  integer,
  invalidOption,
  number,
  type OptionKind,
  type OptionKinds,
  oneOf,
  text,
} from "./options/option.js";
export { lengthPrefix, splitFrames } from "./adapter/split-frames.js";
export { describeTls } from "./tls/describe-tls.js";
export type { DialTls, ListenTls, TlsReport } from "./tls/link-tls.js";
export type { TlsFiles, TlsOption, TlsVersion } from "./options/tls-option.js";
