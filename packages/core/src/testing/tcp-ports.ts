import { connect } from "node:net";
import { tcpTarget } from "../network/tcp-url.js";
import { NotApplicable } from "./not-applicable.js";

const FILTERED_MS = 2_000;
const ATTEMPTS = 100;
const LEAST_MS = 100;

/** A TCP host and port. */
interface Target {
  readonly host: string;
  readonly port: number;
}

/**
 * The TCP host and port of an endpoint.
 * @throws NotApplicable for a protocol without ports (such as a Unix socket)
 */
export function needsTcpTarget(url: string): Target {
  const target = tcpTarget(url);
  if (target === undefined) throw new NotApplicable(`${url} has no TCP port`);
  return target;
}

/** Whether something accepts TCP connections there. */
export function acceptsTcp(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  const accepted = new Promise<boolean>((resolve) => {
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    // A packet filter may drop what is sent there.
    socket.setTimeout(FILTERED_MS, () => resolve(false));
  });
  return accepted.finally(() => socket.destroy());
}

/** Rejects if connections are still accepted after 100 attempts and 0.1 s. */
export async function refusesPromptly({ host, port }: Target, when: string): Promise<void> {
  const startedAt = performance.now();
  for (let attempt = 0; await acceptsTcp(host, port); attempt++) {
    if (attempt < ATTEMPTS || performance.now() - startedAt < LEAST_MS) continue;
    throw new Error(`${host}, port ${port}, still accepts connections ${when}`);
  }
}
