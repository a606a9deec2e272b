import { isDeepStrictEqual } from "node:util";
import type { Adapter } from "../adapter/contract.js";
import { Listening } from "../adapter/listening.js";
import type { SessionRequest } from "../control/control-types.js";
import { WireduelError } from "../failure/wireduel-error.js";

/** Who uses a receiver: one sender, or the senders of one run. A session counts from its request until its port is free. */
export class Occupation {
  /** That of each session. */
  readonly #requests = new Set<SessionRequest>();
  #listening: Listening | undefined;

  /**
   * Must be called before a session opens. `leave` must follow.
   * @param request an object of its own for each session
   * @throws WireduelError `RECEIVER_BUSY` for a sender of another run, `INVALID_OPTION` for one with other settings
   */
  enter(request: SessionRequest): void {
    const [first] = this.#requests;
    if (first !== undefined) checkShares(request, first, this.#requests.size);
    this.#requests.add(request);
  }

  /** Must be called when a session has closed, or did not open. Idempotent. */
  leave(request: SessionRequest): void {
    this.#requests.delete(request);
    if (this.#requests.size === 0) this.#listening = undefined;
  }

  /** Where the links of these sessions come in. */
  listeningOf(adapter: Adapter): Listening {
    const over = this.#listening?.over;
    // The sessions that used it close just now, and this one needs the same port.
    if (this.#listening === undefined || over) this.#listening = new Listening(adapter, over);
    return this.#listening;
  }
}

/** A sender shares the receiver with those of its run, if all of them want the same. */
function checkShares(request: SessionRequest, first: SessionRequest, sessions: number): void {
  const { group } = first;
  if (group === null || group.id !== request.group?.id) {
    const message = `the receiver has an open ${first.adapter.name} session, and takes one run at a time`;
    throw new WireduelError("RECEIVER_BUSY", message);
  }
  if (sessions === group.senders) {
    const message = `all ${group.senders} senders of this run have a session at the receiver`;
    throw new WireduelError("RECEIVER_BUSY", message);
  }
  if (!isDeepStrictEqual(settingsOf(first), settingsOf(request))) {
    throw new WireduelError("INVALID_OPTION", "the senders of one run must have the same adapter and limits");
  }
}

/** What senders of one run have in common. They share a port, and a limit for frames. */
function settingsOf({ adapter, maxPayloadBytes, group }: SessionRequest): unknown {
  return { adapter, maxPayloadBytes, group };
}
