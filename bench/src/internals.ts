// What the micro parts price and core keeps to itself. The build bundles it into this file from core's sources.
export { binaryReceipts } from "../../packages/core/src/codec/receipt.js";
export { pacerOf } from "../../packages/core/src/load/pacer-of.js";
export type { SentRecord } from "../../packages/core/src/round/exchange.js";
export { Recorder } from "../../packages/core/src/round/recorder.js";
export { shuffledBlocks } from "../../packages/core/src/run/shuffled-blocks.js";
export { loadTimeHistograms } from "../../packages/core/src/stats/time-histogram.js";
