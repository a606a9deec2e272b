// The receiving server: control, WebSocket, gRPC, HTTP and TCP. It serves one run after another.
import { grpc } from "@wireduel/adapter-grpc";
import { http } from "@wireduel/adapter-http";
import { tcp } from "@wireduel/adapter-tcp";
import { ws } from "@wireduel/adapter-ws";
import { type ReceiverReport, serveReceivers } from "@wireduel/core";
import { isLoopback } from "@wireduel/core/adapter";
import { runProgram } from "./program.js";
import { type ReceiverSecrets, readOrMakeSecrets } from "./secrets.js";
import { receiverSettings } from "./settings.js";
import { onEndingSignal } from "./signals.js";

/** What a session received, in one line: `ws, raw: 10 images, all whole`. */
function formatReceived(adapter: string, codec: string, { phase, counts }: ReceiverReport): string {
  const name = `${adapter}, ${codec}`;
  if (phase !== "measure") return `${name}: no counted images`;
  const { received, damaged, undecodable, duplicated, reordered, unchecked } = counts;
  const faults = Object.entries({ damaged, undecodable, duplicated, reordered, unchecked })
    .filter(([, count]) => count > 0)
    .map(([fault, count]) => `${count} ${fault}`);
  const images = `${received} image${received === 1 ? "" : "s"}`;
  if (received === 0 && faults.length === 0) return `${name}: ${images}`;
  return `${name}: ${images}, ${faults.length === 0 ? "all whole" : faults.join(", ")}`;
}

const NOT_ENCRYPTED =
  "compose-demo: warning: control is not encrypted: anyone who can read its traffic learns the token; see SECRETS_DIR\n";

/** Shown once. After that, the token is only in its file. */
function introduce({ token }: ReceiverSecrets): string {
  return `receiver: made the token ${token} and a certificate, which a transmitter on another host needs`;
}

// If start.ts started this program, it exits when the IPC channel closes.
const parent = process.send ? process : undefined;

await runProgram(["--help"], async () => {
  const { bind, controlPort, ports, token, secrets: folder } = receiverSettings(process.env);
  const secrets = folder === undefined ? undefined : await readOrMakeSecrets(folder);
  const server = await serveReceivers({
    adapters: [ws(), grpc(), http(), tcp()],
    ports,
    control: {
      host: bind,
      port: controlPort,
      tls: secrets && { cert: secrets.certificate, key: secrets.key },
    },
    token: token ?? secrets?.token,
    events: {
      "session-closed": ({ adapter, codec, report }) => {
        // The pass that counts bytes on the wire has no phase.
        if (report.phase !== null) console.log(`receiver: ${formatReceived(adapter, codec, report)}`);
      },
    },
  });
  if (secrets === undefined && !isLoopback(bind)) process.stderr.write(NOT_ENCRYPTED);
  const stop = () => {
    void server.close().finally(() => process.exit(0));
  };
  if (parent) {
    // Ctrl-C reaches every process of the terminal, but the transmitter still needs this one to end its run.
    onEndingSignal(
      () => {},
      () => {},
    );
    parent.on("disconnect", stop);
    if (parent.connected) parent.send?.({ url: server.url });
    else stop();
  } else {
    onEndingSignal(stop, process.exit);
    console.log(`receiver: control at ${server.url}, one run at a time`);
    if (secrets?.isNew && token === undefined) console.log(introduce(secrets));
  }
  return undefined;
});
// After a failure, `start` must not wait for this process.
if (process.exitCode && parent?.connected) parent.disconnect();
