import { grpc } from "@wireduel/adapter-grpc";
import { http } from "@wireduel/adapter-http";
import { tcp } from "@wireduel/adapter-tcp";
import { ws } from "@wireduel/adapter-ws";
import type { Adapter } from "@wireduel/core";

const WIDE_WINDOW_BYTES = 16 * 2 ** 20;

const variants = {
  ws: (label) => ws(label),
  "ws-json-array": (label) => ws({ codec: "json-array", ...label }),
  "ws-json-base64": (label) => ws({ codec: "json-base64", ...label }),
  "ws-tuned": (label) => ws({ profile: "tuned", ...label }),
  "ws-zero-mask": (label) => ws({ mask: "zero", ...label }),
  "ws-push": (label) => ws({ direction: "push", ...label }),
  "ws-tls": (label) => ws({ tls: "local", ...label }),
  grpc: (label) => grpc(label),
  "grpc-unary": (label) => grpc({ call: "unary", ...label }),
  "grpc-wide": (label) => grpc({ windowBytes: WIDE_WINDOW_BYTES, ...label }),
  "grpc-tuned": (label) => grpc({ profile: "tuned", ...label }),
  "grpc-push": (label) => grpc({ direction: "push", ...label }),
  "grpc-tls": (label) => grpc({ tls: "local", ...label }),
  http: (label) => http(label),
  http2: (label) => http({ version: "2", ...label }),
  sse: (label) => http({ direction: "push", codec: "json-base64", ...label }),
  tcp: (label) => tcp(label),
} satisfies Record<string, (label: { label?: string }) => Adapter>;

/** A name that `ADAPTERS` accepts. */
export type VariantName = keyof typeof variants;

/** All names. */
export const VARIANT_NAMES = Object.keys(variants) as VariantName[];

/**
 * What a comparison compares if nobody names anything else: both protocols as they come, both at their best, and what
 * JSON makes of bytes. The others are compared with the first one.
 */
export const COMPARED: readonly VariantName[] = ["ws", "grpc", "ws-tuned", "grpc-tuned", "ws-json-array"];

export function isVariantName(name: string): name is VariantName {
  return Object.hasOwn(variants, name);
}

/** Those without options. */
const PLAIN: ReadonlySet<VariantName> = new Set(["ws", "grpc", "http", "tcp"]);

/** Creates the adapter with this name. Its label is its name, or the title of its protocol if it has no options. */
export function variant(name: VariantName): Adapter {
  return variants[name](PLAIN.has(name) ? {} : { label: name });
}
