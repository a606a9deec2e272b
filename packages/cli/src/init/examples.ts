import type { ConfigurationOf } from "../flags/flag.js";
import type { RunFlags } from "../flags/run-flags.js";

/** What a new configuration sets. The other keys are comments in it. */
export const CHOSEN: ReadonlySet<string> = new Set(["adapters", "size", "budget"]);

/** One value of each key of the configuration. A key without one does not compile. */
export const EXAMPLES: Required<ConfigurationOf<RunFlags>> = {
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
  to: "https://receiver.example:4000",
  tokenFile: "wireduel-token",
  ca: "ca.pem",
  budget: "2m",
  quick: true,
  rounds: "6-30",
  duration: "2s",
  count: 500,
  decideBy: "service",
  margin: "5%",
  reference: "WebSocket",
  explain: false,
  seed: 1,
  out: "wireduel-results",
  format: "markdown",
  json: "result.json",
  quiet: true,
  color: "never",
};
