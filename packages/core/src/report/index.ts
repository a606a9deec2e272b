// The entry point `@wireduel/core/report`: formats results as text. It uses nothing of Node, so it runs in a
// browser too.
export type {
  AppliedProfile,
  Direction,
  Override,
  ProfileName,
  ProfileSetting,
} from "../adapter/contract.js";
export type { ClockReport } from "../clock/clock-model.js";
export type { AdapterEvent, BenchmarkEvents, PauseEvent, Phase, RoundEvent } from "../events/events.js";
export type {
  ErrorCode,
  Failure,
  PayloadError,
  PayloadErrorCode,
  RoundError,
  RoundErrorCode,
  Warning,
  WarningCode,
} from "../failure/codes.js";
export { WireduelError } from "../failure/wireduel-error.js";
export type { ClosedLoop, ConstantRate, Load, Poisson, Stage, Stages } from "../load/load.js";
export type { Network } from "../network/network.js";
export type { KernelCounts } from "../process/kernel-counts.js";
export type { LoopDelay, Resources } from "../process/resource-meter.js";
export type { ResourceInterval, ResourceSeries } from "../process/resource-series.js";
export type { JsonObject, JsonValue } from "../result/json.js";
export type * from "../result/matrix.js";
export { parseMatrix } from "../result/parse-matrix.js";
export { parseResult } from "../result/parse-result.js";
export type * from "../result/result.js";
export { RESULT_SCHEMA_VERSION } from "../result/result.js";
export { typicalRound } from "../result/typical-round.js";
export type { Inflate } from "../stats/read-buckets.js";
export type { Series, SeriesInterval } from "../stats/series.js";
export type { Percentiles, Summary } from "../stats/summary.js";
export type { EncodedHistogram } from "../stats/time-histogram.js";
export type {
  Audit,
  AuditedPair,
  AuditedSetting,
  ChangedSetting,
  SettingScope,
  UnequalSetting,
} from "../verdict/audit/audit-types.js";
export type { ComparedTime } from "../verdict/compared-times.js";
export type { RoundsInterval } from "../verdict/interval-of-rounds.js";
export type { Limit, LimitCheck } from "../verdict/limits.js";
export type {
  ComparedResult,
  ResultComparison,
  ResultDifference,
} from "../verdict/results/result-comparison.js";
export type { RoundValue } from "../verdict/round-values.js";
export type { ToleranceAnswer } from "../verdict/tolerance.js";
export { auditOf } from "./audit/audit-of.js";
export { formatComparison, formatSummary } from "./comparison.js";
export { formatComparisonTable } from "./comparison-table.js";
export { formatConclusion } from "./conclusion.js";
export type { Block } from "./document/block.js";
export { formatBencher } from "./export/bencher.js";
export { formatBenchstat } from "./export/benchstat.js";
export { formatCsvRounds, formatCsvSamples, formatCsvSummary } from "./export/csv-tables.js";
export { formatGithubActionBenchmark } from "./export/github-action-benchmark.js";
export { formatHdrLog } from "./export/hdr-log.js";
export { formatJunit } from "./export/junit.js";
export { isMatrix, type MarkdownOptions, type StoredResult, type TextOptions } from "./input.js";
export { formatMatrix, formatMatrixMarkdown } from "./matrix/matrix-text.js";
export {
  type ComparedCell,
  type ComparisonPageOptions,
  checkComparedCells,
  checkComparisonPageOptions,
} from "./page/comparison-page-options.js";
export { type Cost, type CostAmount, type CostRow, costsOf } from "./page/costs.js";
export { type Course, type CoursePanel, courseOf, type TimingCourse } from "./page/course.js";
export { formatTime } from "./page/format-time.js";
export type { GateSummary, GateSummaryRule, GateWord } from "./page/gate-summary.js";
export { type LimitRow, limitRows } from "./page/limit-rows.js";
export type { LimitWord } from "./page/limit-words.js";
export { type CheckedPageOptions, checkPageOptions, type PageOptions } from "./page/page-options.js";
export {
  type PicturedSender,
  type PicturedSenders,
  picturedSenders,
  type TimingSenders,
} from "./page/pictured-senders.js";
export {
  type PicturedRound,
  type PicturedTime,
  type PicturedTiming,
  picturedRounds,
  picturedTimes,
} from "./page/pictured-times.js";
export {
  type AllowedRatio,
  type PairRatios,
  type Ratios,
  type RatiosOptions,
  ratiosOf,
} from "./page/ratios.js";
export { type ReportParts, reportParts } from "./page/report-parts.js";
export { type ResultComparisonParts, resultComparisonParts } from "./page/result-comparison-parts.js";
export { type SettingRow, settingRows } from "./page/setting-rows.js";
export { type TimePart, type TimeParts, timePartsOf } from "./page/time-parts.js";
export { type CountedTime, timesOfHistogram } from "./page/times-of-histogram.js";
export type { CourseMoment, Quantity } from "./page/timing-course.js";
export { streamProgress } from "./progress-text.js";
export { formatResources } from "./resources-table.js";
export {
  type ComparisonOptions,
  formatResultComparison,
  formatResultComparisonMarkdown,
} from "./results/result-comparison-text.js";
export type { EventSource } from "./source.js";
export { standingOf } from "./standing.js";
export { streamText } from "./stream-text.js";
export { formatHeading, formatJson, formatMarkdown, formatText, formatTransmission } from "./text.js";
export { formatTotals } from "./totals.js";
