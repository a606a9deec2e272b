import { setMaxListeners } from "node:events";
import type { Adapter, Direction, Endpoint, Link, LinkContext, Listener } from "../adapter/contract.js";
import { type Frame, wholeFrame } from "../codec/frame.js";
import { admitting, SECRET } from "./admission.js";
import { dial, listen } from "./open-ends.js";
import { numberedFrame } from "./pair.js";
import { ResourceScope } from "./resource-scope.js";
import { cleanUp, soon, until } from "./waiting.js";

const LIMITS = { maxFrameBytes: 2 ** 20 };
const CODEC = { name: "raw", text: false };

/**
 * A listening end to which links are opened again and again. Like in core, all links of an end have one
 * signal. It keeps nothing of a link that has closed, so that what stays in memory is the adapter's.
 */
export class LinkCycles {
  readonly #adapter: Adapter;
  readonly #direction: Direction;
  readonly #listening = new AbortController();
  readonly #dialling = new AbortController();
  #listener: Listener | undefined;
  #accepted: Link | undefined;
  #replies = 0;
  /** A function of each context that the adapter got. */
  readonly contexts: WeakRef<object>[] = [];

  constructor(adapter: Adapter, direction: Direction) {
    this.#adapter = adapter;
    this.#direction = direction;
    for (const { signal } of [this.#listening, this.#dialling]) setMaxListeners(0, signal);
  }

  /** The signals of the listening end and of the dialling end. */
  get signals(): readonly AbortSignal[] {
    return [this.#listening.signal, this.#dialling.signal];
  }

  get endpoint(): Endpoint {
    if (this.#listener === undefined) throw new Error("it does not listen");
    return this.#listener.endpoint;
  }

  async listen(): Promise<void> {
    const role = this.#direction === "upload" ? "receiver" : "sender";
    const { signal } = this.#listening;
    const listening = listen(this.#adapter, {
      role,
      codec: CODEC,
      limits: LIMITS,
      secret: SECRET,
      signal,
      host: "127.0.0.1",
      port: 0,
      ...admitting(this.#adapter, (open) => {
        this.#accepted = open(this.#context(role, signal));
      }),
      onError() {},
    });
    this.#listener = await soon(listening, "listen");
  }

  /** Opens a link, exchanges a frame, and closes the link at one of its ends. */
  async cycle(closeAt: "dialling end" | "listening end"): Promise<void> {
    this.#accepted = undefined;
    const before = this.#replies;
    const dialled = await this.dial(this.endpoint);
    if (this.#direction === "push") {
      await until(
        () => this.#accepted !== undefined,
        () => "a receiver dialled, but the listening end did not call `accept`",
      );
    }
    const sender = this.#direction === "upload" ? dialled : (this.#accepted as unknown as Link);
    void sender.send([numberedFrame(1, 1_000)]);
    await until(
      () => this.#replies > before,
      () => "a frame got no reply",
    );
    // A protocol that shows calls but no connections may have one link for all.
    const accepted = this.#accepted as Link | undefined;
    const closing = closeAt === "listening end" && accepted ? accepted : dialled;
    await soon(closing.close(), `close of a link at the ${closeAt}`);
    await soon(dialled.close(), "close of a link");
    await soon(dialled.closed, "`closed` of a link");
    this.#accepted = undefined;
  }

  dial(endpoint: Endpoint): Promise<Link> {
    const role = this.#direction === "upload" ? "sender" : "receiver";
    const { signal } = this.#dialling;
    return soon(dial(this.#adapter, endpoint, this.#context(role, signal)), "dial");
  }

  /** @param state what is still open, for the error if the close does not end */
  async stopListening(state: () => string = () => ""): Promise<void> {
    const closing = this.#listener?.close() ?? Promise.resolve();
    await soon(closing, () => `close of the listening end${state()}`);
  }

  async close(): Promise<void> {
    await this.stopListening();
    for (const controller of [this.#listening, this.#dialling]) controller.abort();
  }

  #context(role: LinkContext["role"], signal: AbortSignal): LinkContext {
    const onFrame =
      role === "receiver"
        ? (frame: Uint8Array | Frame) => [wholeFrame(frame).slice(0, 4)]
        : () => {
            this.#replies += 1;
            return undefined;
          };
    this.contexts.push(new WeakRef(onFrame));
    return { role, codec: CODEC, limits: LIMITS, secret: SECRET, signal, onFrame };
  }
}

/** Makes cycles and a scope, uses them, and always closes them. */
export async function withCycles(
  adapter: Adapter,
  direction: Direction,
  use: (cycles: LinkCycles, scope: ResourceScope) => Promise<void>,
): Promise<void> {
  const scope = new ResourceScope();
  const cycles = new LinkCycles(adapter, direction);
  let failed = true;
  try {
    await use(cycles, scope);
    failed = false;
  } finally {
    // If closing fails too, that must not hide the first error.
    await (failed ? cleanUp(cycles.close()) : cycles.close());
    scope.stop();
  }
}
