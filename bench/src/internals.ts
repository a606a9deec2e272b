// Internals that core and the command do not export. The build bundles them from their sources.
export { startProgress } from "../../packages/cli/src/progress/start-progress.js";
export { systemClock } from "../../packages/core/src/clock/clock.js";
export { binaryReceipts } from "../../packages/core/src/codec/receipt.js";
export { buildLargeResult } from "../../packages/core/src/fixtures/build-large-result.js";
// For tests of what is made of a matrix.
export { buildAxes, buildMatrix } from "../../packages/core/src/fixtures/build-matrix.js";
export {
  buildComparison,
  buildResult,
  buildRound,
  buildTiming,
} from "../../packages/core/src/fixtures/build-result.js";
// Senders that join a run.
export { default as guarded } from "../../packages/core/src/fixtures/guarded-adapter.js";
export { pacerOf } from "../../packages/core/src/load/pacer-of.js";
export { Recorder } from "../../packages/core/src/round/recorder.js";
export { blankSample, type Sample } from "../../packages/core/src/round/sample.js";
export { balancedBlocks } from "../../packages/core/src/run/balanced-blocks.js";
export { SimulatedSender } from "../../packages/core/src/senders/join/fixtures/simulated-sender.js";
export { IntervalTimes } from "../../packages/core/src/stats/interval-times.js";
export type { SeriesCounts } from "../../packages/core/src/stats/series.js";
export {
  type Outcome,
  type Scenario,
  SHAPES,
  simulateRuns,
} from "../../packages/core/src/verdict/fixtures/simulated-runs.js";
export { explain } from "../../packages/core/src/verdict/why/explain.js";
export { findChromium, NO_CHROMIUM, startChromium } from "../../scripts/chromium.js";
