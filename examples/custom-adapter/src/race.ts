// Races the adapter of this folder against WebSocket and gRPC.
import { grpc } from "@wireduel/adapter-grpc";
import { ws } from "@wireduel/adapter-ws";
import { runBenchmark } from "@wireduel/core";
import { formatText } from "@wireduel/core/report";
import mqtt from "./mqtt-adapter.js";

const result = await runBenchmark({
  adapters: [ws(), grpc(), mqtt(), mqtt({ qos: 1 })],
  payload: { sizeBytes: 10_000, seed: 1 },
  count: 20,
});

console.log(formatText(result));
