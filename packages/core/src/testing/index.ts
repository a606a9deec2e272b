export type { CreateAdapter } from "./conformance-case.js";
export type { Finding, Measured } from "./finding.js";
export { type ManualClock, manualClock } from "./manual-clock.js";
export { memory } from "./memory-adapter.js";
export { type TestAdapterOptions, type TestFunction, testAdapter } from "./test-adapter.js";
