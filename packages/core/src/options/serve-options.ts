import type { EventEmitter } from "eventemitter3";
import type { Adapter } from "../adapter/contract.js";
import { checkAdapters } from "./adapters-option.js";
import type { Codec } from "../codec/codec.js";
import { checkToken, invalidOption, refuseUnknown } from "./option.js";
import { type OwnTls, parseTlsFiles, type TlsFiles } from "./tls-option.js";
import type { ReceiverReport } from "../control/control-calls.js";

/** What a receiver server tells of its sessions. */
export interface ReceiverEvents {
  /** `url`: where the adapter listens; null in a push, where the sender does. */
  "session-opened": (session: { adapter: string; codec: string; url: string | null }) => void;
  /** With what the receiver counted in the phase that was marked last. */
  "session-closed": (session: { adapter: string; codec: string; report: ReceiverReport }) => void;
}

/** Where control listens. */
export interface ControlOptions {
  /** Default: `127.0.0.1`. */
  readonly host?: string | undefined;
  /** 0 (the default) takes a free one. */
  readonly port?: number | undefined;
  /** Makes control HTTPS. Default: HTTP. */
  readonly tls?: TlsFiles | undefined;
}

/** Options of `serveReceivers`. */
export interface ServeReceiversOptions {
  /** The adapters served; a sender's session names one of them. A module that the network names is never loaded. */
  adapters: readonly Adapter[];
  /** Codecs of your own that sessions may name. Default: none. */
  codecs?: readonly Codec[] | undefined;
  /** The port that each adapter listens on during its sessions, by the adapter's name. Default: 0, a free one. */
  ports?: Readonly<Record<string, number>> | undefined;
  /** Where control listens; the data listeners bind to the same host. */
  control?: ControlOptions | undefined;
  /** What senders must show. Required if `control.host` is not a loopback address. */
  token?: string | undefined;
  events?: EventEmitter<ReceiverEvents> | undefined;
}

/** A running receiver server. */
export interface ReceiverServer {
  /** What senders give as `receiver.url`: `http://127.0.0.1:4000`, or `https` with `control.tls`. */
  readonly url: string;
  /** Ends an open session and stops listening. Idempotent. */
  close(): Promise<void>;
}

/** Options as the server takes them, checked and complete. */
export interface CheckedServeOptions {
  readonly adapters: readonly Adapter[];
  readonly codecs: readonly Codec[];
  readonly ports: Readonly<Record<string, number>>;
  readonly host: string;
  readonly port: number;
  /** Of control. */
  readonly tls: OwnTls | undefined;
  readonly token: string | undefined;
  readonly events: EventEmitter<ReceiverEvents> | undefined;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/**
 * Checks every option before anything opens.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkServeOptions(options: ServeReceiversOptions): CheckedServeOptions {
  if (typeof options !== "object" || options === null) throw invalidOption("options", "an object", options);
  refuseUnknown("serveReceivers", ["adapters", "codecs", "ports", "control", "token", "events"], options);
  const { adapters, codecs = [], ports = {}, control = {}, token, events } = options;
  const names = checkAdapters(adapters).map(({ name }) => name);
  if (!Array.isArray(codecs) || !codecs.every(isCodec)) {
    throw invalidOption("codecs", "a list of codecs, { name, encode, decode } each", codecs);
  }
  if (typeof ports !== "object" || ports === null) {
    throw invalidOption("ports", "ports by the names of adapters, such as { ws: 4001 }", ports);
  }
  if (typeof control !== "object" || control === null) {
    throw invalidOption("control", "{ host, port, tls }", control);
  }
  for (const [name, port] of Object.entries(ports)) {
    if (!names.includes(name))
      throw invalidOption(`ports.${name}`, `a port of a served adapter (${names.join(", ")})`, port);
    checkPort(`ports.${name}`, port);
  }
  refuseUnknown("control", ["host", "port", "tls"], control);
  const { host = "127.0.0.1", port = 0, tls } = control;
  if (typeof host !== "string" || host === "")
    throw invalidOption("control.host", "a host name or address", host);
  checkPort("control.port", port);
  checkToken("token", token);
  if (token === undefined && !LOOPBACK.test(host)) {
    throw invalidOption("token", `given, as \`control.host\` ${host} is not a loopback address`, token);
  }
  const secured = tls === undefined ? undefined : parseTlsFiles("control.tls", tls);
  return { adapters, codecs, ports, host, port, tls: secured, token, events };
}

function isCodec(value: unknown): value is Codec {
  const codec = value as Partial<Codec> | null;
  return (
    typeof codec === "object" &&
    typeof codec?.name === "string" &&
    typeof codec.encode === "function" &&
    typeof codec.decode === "function"
  );
}

function checkPort(name: string, port: unknown): void {
  if (!Number.isInteger(port) || (port as number) < 0 || (port as number) > 65_535) {
    throw invalidOption(name, "a port from 0 to 65535", port);
  }
}
