import type { Endpoint } from "../adapter/contract.js";
import type { StopReason } from "../failure/codes.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { tcpTarget, withTarget } from "../network/tcp-url.js";
import type { RemoteReceiver } from "../options/receiver-option.js";
import { RECEIVER_API } from "./call-api.js";
import { controlOver } from "./calls.js";
import { CONTROL_CALLS } from "./control-calls.js";
import { HttpCalls } from "./http-calls.js";
import type { ReceiverConnection } from "./receiver-connection.js";

/** A receiver sends one byte every 15 seconds. This is enough for months. */
const MOST_LEASE_BYTES = 2 ** 20;

/** Connects to a receiver server over HTTP. Calls have no timeout. `disconnect` aborts open calls. */
export function connectReceiver(receiver: RemoteReceiver): ReceiverConnection {
  const calls = new HttpCalls(receiver, RECEIVER_API);
  const closedSessions = new Set<string>();
  let reportLost: (reason: StopReason) => void = () => {};
  const lost = new Promise<StopReason>((resolve) => {
    reportLost = resolve;
  });
  const onLost = (how: string) =>
    reportLost({ code: "RECEIVER_LOST", message: `the receiver at ${calls.base} ${how}` });

  /** Keeps a request open for as long as the session. If it breaks, the receiver is lost. */
  async function holdLease(session: string): Promise<void> {
    let bytes = 0;
    try {
      const path = `/v1/lease/${encodeURIComponent(session)}`;
      const response = await calls.open({ method: "GET", path, headers: {} });
      for await (const chunk of response as AsyncIterable<Buffer>) {
        bytes += chunk.byteLength;
        if (bytes > MOST_LEASE_BYTES)
          throw new RangeError(`its lease has more than ${MOST_LEASE_BYTES} bytes`);
      }
      if (!closedSessions.has(session)) onLost("ended the session");
    } catch (error) {
      if (!calls.closed) onLost(`was lost: ${calls.reasonOf(error)}`);
    }
  }

  const control = controlOver(CONTROL_CALLS, (name, argument) => calls.call(name, argument));
  return {
    kind: "remote",
    control: {
      ...control,
      async openSession({ adapter: { local: _, ...adapter }, ...request }) {
        // Local data is not sent: the receiver server has its own modules and certificates.
        const opened = await control.openSession({ ...request, adapter });
        const endpoint = opened.endpoint && reachable(opened.endpoint, calls.base);
        calls.whenUnanswered = "RECEIVER_LOST";
        void holdLease(opened.session);
        return { ...opened, endpoint };
      },
      async closeSession(argument) {
        closedSessions.add(argument.session);
        return control.closeSession(argument);
      },
    },
    localAddress: () => calls.localAddress,
    lost,
    disconnect: async () => calls.close(),
  };
}

/**
 * Replaces the endpoint's host with the control host. The receiver's own host name may not resolve here. And a receiver
 * must not be able to make this end dial other hosts, or a socket of its own machine.
 * @throws WireduelError `CONNECT_FAILED`
 */
function reachable(endpoint: Endpoint, base: string): Endpoint {
  const target = tcpTarget(endpoint.url);
  if (target === undefined) {
    const message = `the receiver at ${base} named an endpoint without a TCP port: ${endpoint.url}`;
    throw new WireduelError("CONNECT_FAILED", message);
  }
  const host = new URL(base).hostname.replace(/^\[|\]$/g, "");
  return { ...endpoint, url: withTarget(endpoint.url, { host, port: target.port }) };
}
