// The two ends of the decoders behind sockets: what sends a payload and waits for its receipt, and what receives.
import { type Adapter, type Frame, joinFrame, type Link } from "@wireduel/core/adapter";
import { FrameReceiver, PayloadSet, receiptsOf, systemClock } from "../internals.js";

export const HOST = "127.0.0.1";
export const PAYLOADS: readonly Uint8Array[] = [1, 50, 2_000].map((bytes) => new Uint8Array(bytes));
export const MOST_PAYLOAD_BYTES = 10_000;
export const CLOSE_MS = 1_000;
export const CONNECT_MS = 200;

/** What receives the payloads. */
export function receiverOf({ codec }: Adapter): FrameReceiver {
  const references = new PayloadSet([PAYLOADS]);
  return new FrameReceiver({ codec, clock: systemClock, references, replies: null });
}

/** Sends payloads over a link, and waits for the receipt of each. */
export class Exchange {
  readonly #adapter: Adapter;
  #heard = (_: Uint8Array): void => {};

  constructor(adapter: Adapter) {
    this.#adapter = adapter;
  }

  /** The `onFrame` of the link. */
  readonly onFrame = (frame: Uint8Array | Frame): undefined => {
    this.#heard(frame instanceof Uint8Array ? frame : joinFrame(frame));
  };

  async send(link: Link | undefined, sequence: number): Promise<void> {
    const { codec } = this.#adapter;
    const reply = new Promise<Uint8Array>((resolve) => {
      this.#heard = resolve;
    });
    const payload = PAYLOADS[sequence % PAYLOADS.length] as Uint8Array;
    await link?.send(codec.encode({ sequence, payload }));
    const receipt = receiptsOf(codec).decode(await reply);
    if (receipt.sequence !== sequence)
      throw new Error(`the receipt of ${receipt.sequence} came, not of ${sequence}`);
  }
}
