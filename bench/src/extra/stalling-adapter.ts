// TCP to a receiver that blocks for 400 ms in every 4 s, like a garbage collection or a slow query.
import { tcp } from "@wireduel/adapter-tcp";
import { type AdapterFactory, defineAdapter, type LinkContext } from "@wireduel/core/adapter";

const EVERY_MS = 4_000;
const STALL_MS = 400;

const { protocol, options, supports } = tcp();

const stalling: AdapterFactory<Record<never, never>> = defineAdapter({
  name: "stalling",
  module: import.meta.url,
  supports,
  async listen(context) {
    if (protocol.listen === undefined) throw new Error("tcp cannot listen");
    const startedAt = performance.now();
    let stalls = 0;
    const stall = () => {
      if (performance.now() - startedAt < (stalls + 1) * EVERY_MS) return;
      stalls++;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STALL_MS);
    };
    const stalled = (link: LinkContext): LinkContext => ({
      ...link,
      onFrame(frame) {
        stall();
        return link.onFrame(frame);
      },
    });
    return protocol.listen(
      { ...context, accept: (open, secret) => context.accept((link) => open(stalled(link)), secret) },
      options,
    );
  },
  dial: (endpoint, context) => protocol.dial(endpoint, context, options),
});

export default stalling;
