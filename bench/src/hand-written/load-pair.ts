import type { HandWrittenLibrary, HandWrittenPair } from "./pair.js";

const PAIRS: Readonly<Record<HandWrittenLibrary, () => Promise<HandWrittenPair>>> = {
  tcp: async () => (await import("./tcp.js")).tcp,
  ws: async () => (await import("./ws.js")).ws,
  grpc: async () => (await import("./grpc.js")).grpc,
  http2: async () => (await import("./http2.js")).http2,
  http1: async () => (await import("./http1.js")).http1,
  "http2 requests": async () => (await import("./http2-requests.js")).http2Requests,
};

/** Loads a pair and its library. */
export function loadPair(library: HandWrittenLibrary): Promise<HandWrittenPair> {
  return PAIRS[library]();
}
