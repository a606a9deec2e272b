// The root entry point `@wireduel/core`: what users call, and the types of what they get.
export type {
  Adapter,
  AppliedProfile,
  Direction,
  Override,
  ProfileName,
  ProfileSetting,
} from "./adapter/contract.js";
export type { ClockReport } from "./clock/clock-model.js";
export type { ReceiverReport } from "./control/control-types.js";
export { CONTRACT_VERSION, CORE_VERSION } from "./control/identity.js";
export { serveReceivers } from "./control/serve-receivers.js";
export type {
  AdapterEvent,
  BenchmarkEvents,
  BenchmarkHandlers,
  PauseEvent,
  Phase,
  RoundEvent,
} from "./events/events.js";
export type {
  ErrorCode,
  Failure,
  PayloadError,
  PayloadErrorCode,
  RoundError,
  RoundErrorCode,
  StopCode,
  Warning,
  WarningCode,
} from "./failure/codes.js";
export { WireduelError } from "./failure/wireduel-error.js";
export type { ClosedLoop, ConstantRate, Load, Poisson, Stage, Stages } from "./load/load.js";
export type { CellBlock, CellOfEvent, MatrixEvents, MatrixHandlers } from "./matrix/matrix-events.js";
export type { AxisOption, MatrixNetwork, MatrixOptions } from "./matrix/matrix-options.js";
export type { MatrixPlan } from "./matrix/matrix-plan.js";
export { type PlannedBlock, type PlannedMatrix, planMatrix } from "./matrix/plan-matrix.js";
export { runMatrix } from "./matrix/run-matrix.js";
export type { Network } from "./network/network.js";
export type { BenchmarkOptions } from "./options/benchmark-options.js";
export type { CompareResultsOptions } from "./options/compare-results-options.js";
export type { EmitterLike } from "./options/emitter-option.js";
export type {
  JoinBenchmarkOptions,
  JoinEvents,
  JoinedRun,
} from "./options/join-benchmark-options.js";
export type { JoinOption, SendersOption } from "./options/join-option.js";
export type { LoadEnd, LoadOption } from "./options/load-option.js";
export type { NetworkOption } from "./options/network-option.js";
export type { PayloadItem, PayloadOption } from "./options/payload-option.js";
export type { ReceiverOption } from "./options/receiver-option.js";
export type { RoundsOption } from "./options/rounds-option.js";
export type {
  ControlOptions,
  ReceiverEvents,
  ReceiverServer,
  ServeReceiversOptions,
  SessionEnd,
} from "./options/serve-options.js";
export type { TlsFiles, TlsOption } from "./options/tls-option.js";
export type { PayloadKind } from "./payload/payload-source.js";
export type { KernelCounts } from "./process/kernel-counts.js";
export type { LoopDelay, Resources } from "./process/resource-meter.js";
export type { ResourceInterval, ResourceSeries } from "./process/resource-series.js";
export { type Host, inspectHost } from "./provenance/inspect-host.js";
export { BUSY_FROM } from "./provenance/machine-activity.js";
export type { ReceivedCounts } from "./receiver/receive-frame.js";
export { decodeTimeHistogram } from "./result/decode-time-histogram.js";
export type { JsonObject, JsonValue } from "./result/json.js";
export type * from "./result/matrix.js";
export { MATRIX_SCHEMA_VERSION } from "./result/matrix.js";
export { parseMatrix } from "./result/parse-matrix.js";
export { parseResult } from "./result/parse-result.js";
export type * from "./result/result.js";
export { RESULT_SCHEMA_VERSION } from "./result/result.js";
export { typicalRound } from "./result/typical-round.js";
export { runBenchmark } from "./run/run-benchmark.js";
export { joinBenchmark } from "./senders/join/join-benchmark.js";
export type { Series, SeriesInterval } from "./stats/series.js";
export type { Percentiles, Summary } from "./stats/summary.js";
export type { EncodedHistogram, TimeHistogram } from "./stats/time-histogram.js";
export type { TlsVersion } from "./tls/tls-settings.js";
export {
  type CompareRoundsOptions,
  compareRounds,
  roundsToShow,
} from "./verdict/compare-rounds.js";
export type { ComparedTime } from "./verdict/compared-times.js";
export { MEASURES } from "./verdict/comparison.js";
export {
  type IntervalOfRoundsOptions,
  intervalOfRounds,
  type RoundsInterval,
} from "./verdict/interval-of-rounds.js";
export { compareResults } from "./verdict/results/compare-results.js";
export {
  type ComparedResult,
  DIFFERENCES,
  type DifferenceName,
  type ResultComparison,
  type ResultDifference,
} from "./verdict/results/result-comparison.js";
export type { RoundComparison, RoundVerdict } from "./verdict/round-comparison.js";
export { ROUND_VALUES, type RoundValue, type Statistic } from "./verdict/round-values.js";
export { checkTolerance, type ToleranceAnswer, type ToleranceCheck } from "./verdict/tolerance.js";
