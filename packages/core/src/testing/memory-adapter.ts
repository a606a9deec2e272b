import type { Link, LinkContext, ListenContext, Listener } from "../adapter/contract.js";
import { type Frame, frameBytes, joinFrame } from "../codec/frame.js";
import { type AdapterFactory, defineAdapter } from "../adapter/define-adapter.js";

interface Listening {
  readonly context: ListenContext;
  readonly links: Set<MemoryLink>;
}

const listening = new Map<string, Listening>();
let lastPort = 0;

/**
 * A protocol with no wire: frames go from one end to the other inside this process, in order, in a microtask. For tests of
 * codecs and of whatever drives adapters, and for what core itself costs; only with `receiver: "inline"`.
 */
export const memory: AdapterFactory<Record<never, never>> = defineAdapter({
  name: "memory",
  title: "Memory",
  supports: { push: true, ordered: true },

  async listen(context): Promise<Listener> {
    // A protocol without ports: the number is only a name.
    const url = `memory:${context.port || `free-${++lastPort}`}`;
    if (listening.has(url)) throw new Error(`${url} is in use`);
    const links = new Set<MemoryLink>();
    listening.set(url, { context, links });
    return {
      endpoint: { url },
      async close() {
        listening.delete(url);
        for (const link of links) link.end();
      },
    };
  },

  async dial({ url }, context): Promise<Link> {
    context.signal.throwIfAborted();
    const there = listening.get(url);
    if (there === undefined) throw new Error(`nothing listens at ${url}`);
    const near = new MemoryLink(context);
    const far = new MemoryLink(there.context);
    near.other = far;
    far.other = near;
    there.links.add(far);
    void far.closed.then(() => there.links.delete(far));
    there.context.onLink(far);
    return near;
  },
});

class MemoryLink implements Link {
  other: MemoryLink | undefined;
  readonly closed: Promise<unknown>;
  readonly #context: LinkContext;
  #open = true;
  #markClosed: (reason: unknown) => void = () => {};

  constructor(context: LinkContext) {
    this.#context = context;
    this.closed = new Promise((resolve) => {
      this.#markClosed = resolve;
    });
    context.signal.addEventListener("abort", this.end, { once: true });
    if (context.signal.aborted) this.end();
  }

  send(frame: Frame): void {
    if (!this.#open) return;
    queueMicrotask(() => this.other?.receive(frame));
  }

  receive(frame: Frame): void {
    if (!this.#open) return;
    if (frameBytes(frame) > this.#context.limits.maxFrameBytes) {
      this.end(new Error(`a frame of ${frameBytes(frame)} bytes came, over the limit`));
      return;
    }
    const reply = this.#context.onFrame(joinFrame(frame));
    if (reply) this.send(reply);
  }

  async close(): Promise<void> {
    this.end();
  }

  readonly end = (reason?: unknown): void => {
    if (!this.#open) return;
    this.#open = false;
    this.#context.signal.removeEventListener("abort", this.end);
    this.#markClosed(reason instanceof Error ? reason : undefined);
    this.other?.end();
  };
}
