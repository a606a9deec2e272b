import type { JsonObject } from "@wireduel/core";
import type { HandWrittenLibrary } from "../hand-written/pair.js";
import { WINDOW_BYTES } from "../hand-written/wire-format.js";

/** One way to move payloads. */
export type Variant = WireduelVariant | HandWrittenVariant;

/** An adapter under core. */
export interface WireduelVariant {
  readonly by: "wireduel";
  readonly label: string;
  /** Its default export is the adapter's factory. */
  readonly module: string;
  readonly options: JsonObject;
  /**
   * The kind of payloads, which all differ. Compression needs it: it would shrink one payload that is sent again and again to
   * almost nothing. Undefined: one random payload.
   */
  readonly payloads?: "random" | "json";
}

/** A hand-written loop directly on a library. */
export interface HandWrittenVariant {
  readonly by: "hand-written";
  readonly label: string;
  readonly library: HandWrittenLibrary;
}

const TCP = "@wireduel/adapter-tcp";
const WS = "@wireduel/adapter-ws";
const GRPC = "@wireduel/adapter-grpc";
const HTTP = "@wireduel/adapter-http";

/** All variants, by name. */
export const VARIANTS = {
  tcp: wireduel("tcp tuned", TCP, { profile: "tuned" }),
  "tcp again": wireduel("tcp tuned, again", TCP, { profile: "tuned" }),
  "tcp, memory not kept": wireduel("tcp tuned, memory not kept", TCP, {
    profile: "tuned",
    keepMemory: false,
  }),
  "tcp default": wireduel("tcp default", TCP, {}),
  "tcp push": wireduel("tcp tuned, push", TCP, { profile: "tuned", direction: "push" }),
  "tcp TLS": wireduel("tcp tuned, TLS", TCP, { profile: "tuned", tls: "local" }),

  "ws upload": wireduel("ws tuned, upload", WS, { profile: "tuned" }),
  "ws upload, memory not kept": wireduel("ws tuned, upload, memory not kept", WS, {
    profile: "tuned",
    keepMemory: false,
  }),
  "ws push": wireduel("ws tuned, push", WS, { profile: "tuned", direction: "push" }),
  "ws zero mask": wireduel("ws tuned, upload, zero mask", WS, { profile: "tuned", mask: "zero" }),
  "ws default": wireduel("ws default, upload", WS, {}),
  "ws default push": wireduel("ws default, push", WS, { direction: "push" }),
  "ws default, coalesce": wireduel("ws default + coalesce", WS, { coalesce: true }),
  "ws default, bufferutil": wireduel("ws default + bufferutil", WS, { bufferutil: true }),
  "ws default, fragments": wireduel("ws default + fragments of 64 KiB", WS, { fragmentBytes: 65_536 }),
  "ws default, zero mask": wireduel("ws default + zero mask", WS, { mask: "zero" }),
  "ws default, deflate, random": {
    ...wireduel("ws default + permessage-deflate, random bytes", WS, { perMessageDeflate: true }),
    payloads: "random",
  },
  "ws default, deflate, json": {
    ...wireduel("ws default + permessage-deflate, JSON records", WS, { perMessageDeflate: true }),
    payloads: "json",
  },
  "ws tuned, fragments": wireduel("ws tuned + fragments of 64 KiB", WS, {
    profile: "tuned",
    fragmentBytes: 65_536,
  }),
  "ws tuned, fragments, memory not kept": wireduel("ws tuned + fragments of 64 KiB, memory not kept", WS, {
    profile: "tuned",
    fragmentBytes: 65_536,
    keepMemory: false,
  }),
  "ws TLS": wireduel("ws tuned, upload, TLS", WS, { profile: "tuned", tls: "local" }),
  "ws push TLS": wireduel("ws tuned, push, TLS", WS, { profile: "tuned", direction: "push", tls: "local" }),

  grpc: wireduel("gRPC bidi tuned", GRPC, { profile: "tuned" }),
  "grpc, memory not kept": wireduel("gRPC bidi tuned, memory not kept", GRPC, {
    profile: "tuned",
    keepMemory: false,
  }),
  "grpc push": wireduel("gRPC bidi tuned, push", GRPC, { profile: "tuned", direction: "push" }),
  "grpc default": wireduel("gRPC bidi default", GRPC, {}),
  "grpc push TLS": wireduel("gRPC bidi tuned, push, TLS", GRPC, {
    profile: "tuned",
    direction: "push",
    tls: "local",
  }),
  "grpc default, windows of 1 MiB": wireduel("gRPC bidi default + windows of 1 MiB", GRPC, {
    windowBytes: 2 ** 20,
  }),
  "grpc default, windows of 16 MiB": wireduel("gRPC bidi default + windows of 16 MiB", GRPC, {
    windowBytes: WINDOW_BYTES,
  }),
  "grpc default, parts": wireduel("gRPC bidi default + protobuf-parts", GRPC, { codec: "protobuf-parts" }),
  "grpc unary": wireduel("gRPC unary default", GRPC, { call: "unary" }),
  "grpc unary tuned": wireduel("gRPC unary tuned", GRPC, { profile: "tuned", call: "unary" }),
  "grpc TLS": wireduel("gRPC bidi tuned, TLS", GRPC, { profile: "tuned", tls: "local" }),

  http: wireduel("HTTP/1.1 default", HTTP, {}),
  "http 2": wireduel("HTTP/2 default", HTTP, { version: "2" }),

  "hand-written tcp": handWritten("hand-written on node:net", "tcp"),
  "hand-written ws": handWritten("hand-written on ws, push", "ws"),
  "hand-written grpc": handWritten("hand-written on grpc-js, bidi", "grpc"),
  "hand-written http": handWritten("hand-written on undici and node:http", "http1"),
  "hand-written http 2": handWritten("hand-written on node:http2, a stream each", "http2 requests"),
  "bare http2": handWritten("bare http2 stream", "http2"),
} satisfies Record<string, Variant>;

export type VariantName = keyof typeof VARIANTS;

/**
 * A variant that core runs.
 * @throws TypeError for a hand-written one
 */
export function wireduelVariant(name: VariantName): WireduelVariant {
  const variant: Variant = VARIANTS[name];
  if (variant.by !== "wireduel") throw new TypeError(`${name} is not a variant of an adapter`);
  return variant;
}

function wireduel(label: string, module: string, options: JsonObject): WireduelVariant {
  return { by: "wireduel", label, module, options };
}

function handWritten(label: string, library: HandWrittenLibrary): HandWrittenVariant {
  return { by: "hand-written", label, library };
}
