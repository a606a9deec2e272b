import type { Adapter } from "../adapter/contract.js";
import { codecOf } from "../adapter/define-adapter.js";
import type { ReceiverConnection } from "./control-calls.js";
import { ReceiverHost } from "../receiver/receiver-host.js";

/** A receiver in this very process, on the sender's own event loop: for tests, and for adapters that no module exports. */
export function inlineReceiver(adapter: Adapter): ReceiverConnection {
  const host = new ReceiverHost({
    bind: "127.0.0.1",
    serve: async () => ({ adapter, codec: codecOf(adapter), port: 0, tls: adapter.tls }),
  });
  return {
    kind: "inline",
    lost: new Promise(() => {}),
    disconnect: () => host.close(),
    identify: () => host.identify(),
    openSession: (request) => host.openSession(request),
    setReference: (session, index, payload) => host.setReference(session, index, payload),
    dial: (session, endpoint) => host.dial(session, endpoint),
    startPhase: (session, mark) => host.startPhase(session, mark),
    stampClock: () => host.stampClock(),
    collect: (session) => host.collect(session),
    closeSession: (session) => host.closeSession(session),
  };
}
