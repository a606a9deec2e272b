// TCP to a receiver that stands still for 400 ms in every 4 s, as a garbage collection or a slow query would make it.
import { tcp } from "@wireduel/adapter-tcp";
import { defineAdapter } from "@wireduel/core";

const EVERY_MS = 4_000;
const STALL_MS = 400;

const inner = tcp();

export default defineAdapter({
  name: "stalling",
  module: import.meta.url,
  supports: inner.supports,
  listen(context) {
    const startedAt = performance.now();
    let stalls = 0;
    const onFrame = (frame: Uint8Array) => {
      if (performance.now() - startedAt > (stalls + 1) * EVERY_MS) {
        stalls++;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STALL_MS);
      }
      return context.onFrame(frame);
    };
    return inner.listen({ ...context, onFrame });
  },
  dial: (endpoint, context) => inner.dial(endpoint, context),
});
