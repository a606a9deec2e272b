import type { HandWrittenLibrary, HandWrittenPair } from "./pair.js";

const PAIRS: Readonly<Record<HandWrittenLibrary, () => Promise<HandWrittenPair>>> = {
  tcp: async () => (await import("./tcp.js")).tcp,
  ws: async () => (await import("./ws.js")).ws,
  grpc: async () => (await import("./grpc.js")).grpc,
  http2: async () => (await import("./http2.js")).http2,
};

/** Loads a pair and its library. */
export function loadPair(library: HandWrittenLibrary): Promise<HandWrittenPair> {
  return PAIRS[library]();
}
