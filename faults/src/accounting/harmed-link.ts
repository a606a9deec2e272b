import {
  type EndDescription,
  type Frame,
  joinFrame,
  type Link,
  type LinkContext,
} from "@wireduel/core/adapter";
import { type Fate, Fates, type Shares } from "./fates.js";
import { type HarmOptions, type MessageHarm, NO_HARM } from "./harm-options.js";

/** How long a held message waits, so that later ones overtake it. */
const HELD_MS = 20;

/** What was done to measured messages. */
export interface Harm {
  lost: number;
  doubled: number;
  damaged: number;
}

/** The description of an end, with what was done to its messages. */
export function withHarm(described: EndDescription | undefined, harm: Harm): EndDescription {
  return { ...described, settings: { ...described?.settings, harm: { ...harm } } };
}

/** The sender's end of a link that harms messages and replies. */
export class HarmedLink {
  /** The context for the link that is harmed. */
  readonly context: LinkContext;
  readonly #options: HarmOptions;
  readonly #harm: Harm;
  readonly #messages: Fates;
  readonly #replies: Fates;
  readonly #deliver: LinkContext["onFrame"];
  #sent = 0;
  #closed = false;

  /**
   * @param number of the link among those of its end
   * @param harm counts what is done to messages
   */
  constructor(context: LinkContext, options: HarmOptions, number: number, harm: Harm) {
    const { seed, unharmed, reply, ...message } = options;
    this.#options = options;
    this.#harm = harm;
    this.#messages = new Fates(sharesOf(message), seed + 2 * number, unharmed);
    this.#replies = new Fates(sharesOf(reply ?? NO_HARM), seed + 2 * number + 1, unharmed);
    this.#deliver = context.onFrame;
    this.context = { ...context, onFrame: (frame) => this.#reply(frame) };
  }

  /** The same link, whose messages are harmed. */
  around(link: Link): Link {
    void link.closed.then(() => {
      this.#closed = true;
    });
    return {
      closed: link.closed,
      close: () => link.close(),
      send: (frame) => {
        if (this.#sent++ === this.#options.closeAfter) void link.close();
        return this.#send(link, frame);
      },
      describe: () => withHarm(link.describe?.(), this.#harm),
    };
  }

  #send(link: Link, frame: Frame): void | Promise<void> {
    const fate = this.#messages.next();
    if (fate === "is lost") this.#harm.lost++;
    if (fate === "comes twice") this.#harm.doubled++;
    if (fate === "is damaged") this.#harm.damaged++;
    const again = () => {
      if (!this.#closed) void Promise.resolve(link.send(frame)).catch(() => {});
    };
    switch (fate) {
      case "passes":
        return link.send(frame);
      case "is damaged":
        return link.send([damaged(frame)]);
      case "comes twice": {
        const sent = link.send(frame);
        again();
        return sent;
      }
      case "is held":
        setTimeout(again, HELD_MS);
    }
  }

  #reply(frame: Uint8Array | Frame): undefined {
    const deliver = () => {
      if (!this.#closed) this.#deliver(frame);
    };
    const fates: Readonly<Record<Fate, () => void>> = {
      passes: deliver,
      "is lost": () => {},
      "comes twice": () => {
        deliver();
        deliver();
      },
      "is damaged": () => void this.#deliver(damaged(frame)),
      "is held": () => void setTimeout(deliver, HELD_MS),
    };
    fates[this.#replies.next()]();
  }
}

function sharesOf({ lose, double, damage, hold }: MessageHarm): Shares {
  return { "is lost": lose, "comes twice": double, "is damaged": damage, "is held": hold };
}

/** A copy whose last byte differs by one bit. */
function damaged(frame: Uint8Array | Frame): Uint8Array {
  const copy = Uint8Array.from(frame instanceof Uint8Array ? frame : joinFrame(frame));
  const last = copy.byteLength - 1;
  if (last >= 0) copy[last] = (copy[last] as number) ^ 1;
  return copy;
}
