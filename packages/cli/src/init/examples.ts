import type { Flag } from "../flags/flag.js";
import { RUN_FLAGS } from "../flags/run-flags.js";
import { GATE_FLAGS } from "../gate/gate-flags.js";
import type { WireduelConfig } from "../index.js";
import { RECEIVE_FLAGS } from "../receive/receive-flags.js";

/** All keys of the configuration. */
type Key = keyof WireduelConfig;

/** The flag of each key. Those of a run come first, because `run` and `gate` share most. */
export const FLAGS: Readonly<Record<Key, Flag<unknown>>> = {
  ...RECEIVE_FLAGS,
  ...GATE_FLAGS,
  ...RUN_FLAGS,
};

/** What a new configuration sets. The other keys are comments in it. */
export const CHOSEN: ReadonlySet<string> = new Set(["adapters", "size", "budget"]);

/** One value of each key of the configuration. A key without one does not compile. */
export const EXAMPLES: Required<WireduelConfig> = {
  adapters: ["ws", "grpc"],
  payload: "messages/*.json",
  lines: "messages.ndjson",
  size: ["100", "10kB", "1MB"],
  kind: "json",
  replyBytes: "1kB",
  network: ["none", "20ms"],
  tls: true,
  rate: "200/s",
  connections: 4,
  concurrency: 16,
  senders: 2,
  receivers: 1,
  to: "https://receiver.example:4000",
  tokenFile: "wireduel-token",
  ca: "ca.pem",
  waitForSenders: 8,
  joinHost: "0.0.0.0",
  joinPort: 4_100,
  joinTokenFile: "wireduel-join-token",
  joinCert: "run.pem",
  joinKey: "run-key.pem",
  joinTimeout: "5m",
  budget: "2m",
  quick: true,
  rounds: "6-30",
  duration: "2s",
  count: 500,
  giveUpAfter: 10,
  decideBy: "service",
  margin: "5%",
  reference: "WebSocket",
  explain: false,
  seed: 1,
  out: "wireduel-results",
  page: true,
  embedResult: true,
  format: "markdown",
  json: "result.json",
  base: "main/src/adapter.js",
  head: "src/adapter.js",
  baseModules: "main",
  headModules: ".",
  baseline: "baseline.json",
  failIfSlower: "10%",
  failIf: ["grpc.p99 > 20ms", "ws.throughput < 500/s"],
  host: "127.0.0.1",
  port: 4_000,
  cert: "receiver.pem",
  key: "receiver-key.pem",
  quiet: true,
  color: "never",
};
