// The receiving server: control, WebSocket, gRPC and TCP. It stays up for the next run.
import { grpc } from "@wireduel/adapter-grpc";
import { tcp } from "@wireduel/adapter-tcp";
import { ws } from "@wireduel/adapter-ws";
import { type ReceiverEvents, serveReceivers } from "@wireduel/core";
import { EventEmitter } from "eventemitter3";
import { explainFailure } from "./exit.js";
import { formatReceived } from "./received.js";
import { loadEnvironmentFile, receiverSettings } from "./settings.js";

// Started by start.ts, it belongs to it: told by the channel between them when to end.
const parent = process.send ? process : undefined;

try {
  loadEnvironmentFile();
  const { bind, controlPort, ports, token } = receiverSettings(process.env);
  const events = new EventEmitter<ReceiverEvents>();
  events.on("session-closed", ({ adapter, codec, report }) => {
    // The pass that counts bytes on the wire marks no phase.
    if (report.phase !== null) console.log(`receiver: ${formatReceived(adapter, codec, report)}`);
  });
  const server = await serveReceivers({
    adapters: [ws(), grpc(), tcp()],
    ports,
    control: { host: bind, port: controlPort },
    token,
    events,
  });
  const stop = () => {
    void server.close().finally(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  if (parent) {
    // Ctrl-C reaches every process of the terminal; the transmitter still needs this one to end well.
    process.on("SIGINT", () => {});
    parent.on("disconnect", stop);
    if (parent.connected) parent.send?.({ url: server.url });
    else stop();
  } else {
    process.on("SIGINT", stop);
    console.log(`receiver: control at ${server.url}, one session at a time`);
  }
} catch (error) {
  process.exitCode = explainFailure(error);
  if (parent?.connected) parent.disconnect();
}
