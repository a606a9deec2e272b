// Starts the receiver server of `wireduel receive`.
import {
  type Adapter,
  type ReceiverEvents,
  type ReceiverServer,
  serveReceivers,
  WireduelError,
} from "@wireduel/core";
import { CommandError } from "../failure.js";

/** Where the server listens, and for whom. */
export interface Place {
  readonly host: string;
  /** The port of control. The adapters have the ports after it. 0: all of them have free ports. */
  readonly port: number;
  readonly token: string | undefined;
  /** Paths of PEM files. Undefined: control is not encrypted. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
}

/**
 * Starts the server.
 * @throws CommandError if a port is in use, or the host is none of this machine
 */
export async function startServer(
  adapters: readonly Adapter[],
  { host, port, token, tls }: Place,
  events: Partial<ReceiverEvents>,
): Promise<ReceiverServer> {
  const names = adapters.map(({ protocol }) => protocol.name);
  const ports = port === 0 ? {} : Object.fromEntries(names.map((name, index) => [name, port + 1 + index]));
  try {
    return await serveReceivers({ adapters, ports, control: { host, port, tls }, token, events });
  } catch (error) {
    throw withAdvice(error);
  }
}

/** Says what to do about a place where nothing can listen. */
function withAdvice(error: unknown): unknown {
  if (!(error instanceof WireduelError) || error.code !== "LISTEN_FAILED") return error;
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
  const advice = ADVICE[code ?? ""];
  return advice === undefined ? error : new CommandError(`${error.message}; ${advice}`, { cause: error });
}

const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: "choose others with --port, or free ones with --port 0",
  EACCES: "choose ports from 1024 on with --port",
  EADDRNOTAVAIL: "--host must be an address of this machine, such as 0.0.0.0 for all of them",
  ENOTFOUND: "--host must be an address of this machine, such as 0.0.0.0 for all of them",
  EAI_AGAIN: "--host must be an address of this machine, such as 0.0.0.0 for all of them",
};
