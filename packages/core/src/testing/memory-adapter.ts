import type { Link, LinkContext, ListenContext, Listener } from "../adapter/contract.js";
import { type AdapterFactory, defineAdapter } from "../adapter/define-adapter.js";
import { microtask } from "../clock/microtask.js";
import { type Frame, frameBytes, joinFrame } from "../codec/frame.js";

interface Listening {
  readonly context: ListenContext;
  readonly links: Set<MemoryLink>;
}

const listening = new Map<string, Listening>();
let lastPort = 0;

/**
 * An adapter that passes frames inside this process, in order, each in a microtask. For tests of codecs and
 * of code that uses adapters, and to measure the cost of core itself. It only works with `receiver:
 * "inline"`.
 */
export const memory: AdapterFactory<Record<never, never>> = defineAdapter({
  name: "memory",
  title: "Memory",
  supports: { push: true, ordered: true, secret: true },

  async listen(context): Promise<Listener> {
    // The protocol has no ports. The number is only a name.
    const url = `memory:${context.port || `free-${++lastPort}`}`;
    context.signal.throwIfAborted();
    if (listening.has(url)) throw new Error(`${url} is in use`);
    const links = new Set<MemoryLink>();
    listening.set(url, { context, links });
    const end = () => {
      context.signal.removeEventListener("abort", end);
      // Another listening end may have this name now.
      if (listening.get(url)?.links === links) listening.delete(url);
      for (const link of links) link.end();
    };
    context.signal.addEventListener("abort", end);
    return { endpoint: { url }, close: async () => end() };
  },

  async dial({ url }, context): Promise<Link> {
    context.signal.throwIfAborted();
    const target = listening.get(url);
    if (target === undefined) throw new Error(`nothing listens at ${url}`);
    const dialled = new MemoryLink(context);
    const accepted = target.context.accept((acceptedContext) => {
      const accepted = new MemoryLink(acceptedContext);
      dialled.other = accepted;
      accepted.other = dialled;
      target.links.add(accepted);
      void accepted.closed.then(() => target.links.delete(accepted));
      return accepted;
    }, context.secret);
    if (accepted) return dialled;
    dialled.end();
    throw new Error(`${url} refused the link`);
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
    microtask(() => this.other?.receive(frame));
  }

  receive(frame: Frame): void {
    if (!this.#open) return;
    if (frameBytes(frame) > this.#context.limits.maxFrameBytes) {
      this.end(new Error(`a frame of ${frameBytes(frame)} bytes exceeds the limit`));
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
