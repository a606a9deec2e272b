// Races the adapter of this folder against WebSocket.
import { ws } from "@wireduel/adapter-ws";
import { runBenchmark } from "@wireduel/core";
import { formatText } from "@wireduel/core/report";
import http2 from "./http2-adapter.js";

const result = await runBenchmark({
  adapters: [ws(), http2(), http2({ windowBytes: 16 * 2 ** 20, label: "HTTP/2, wide window" })],
  payload: { sizeBytes: 500_000, seed: 1 },
  count: 20,
});

console.log(formatText(result));
