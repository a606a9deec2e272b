import { randomUUID } from "node:crypto";
import { checkEndpoint } from "../adapter/check-endpoint.js";
import type { Adapter, Endpoint } from "../adapter/contract.js";
import { LinkEnd } from "../adapter/link-end.js";
import type { Listening } from "../adapter/listening.js";
import { type Clock, NS_PER_MS } from "../clock/clock.js";
import type {
  Dialled,
  PhaseMark,
  PhaseName,
  ReceiverReport,
  References,
  SessionRequest,
} from "../control/control-types.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { PayloadSet } from "../payload/payload-set.js";
import { hasNoDescriptors, NO_DESCRIPTORS } from "../process/descriptors.js";
import { ResourceMeter, type Resources } from "../process/resource-meter.js";
import { FrameReceiver } from "./receive-frame.js";
import { ReferenceSet } from "./reference-set.js";

/** Less than a sender waits, so that this session is closed before its next one opens. */
const CLOSE_TIMEOUT_MS = 2_500;

/** The adapter of a session, with its port and TLS. */
export interface Served {
  readonly adapter: Adapter;
  /** The port to listen on. 0: any free port. */
  readonly port: number;
}

/** What a session gets from its host. */
export interface SessionTools {
  readonly clock: Clock;
  /** Where its links come in. The sessions of one run share it. */
  readonly listening: Listening;
}

/** One session: the receiver's end of the links, the counts, and the resources that this process used. */
export class Session {
  readonly id: string = randomUUID();
  readonly request: SessionRequest;
  readonly #served: Served;
  readonly #clock: Clock;
  readonly #references: ReferenceSet;
  readonly #frames: FrameReceiver;
  readonly #end: LinkEnd;
  readonly #meter = new ResourceMeter();
  #phase: PhaseName | null = null;
  #resources: Resources | null = null;

  constructor(request: SessionRequest, served: Served, { clock, listening }: SessionTools) {
    const { adapter } = served;
    const { maxPayloadBytes, payloads, replies } = request;
    this.request = request;
    this.#served = served;
    this.#clock = clock;
    this.#references = new ReferenceSet(payloads, maxPayloadBytes);
    this.#frames = new FrameReceiver({
      codec: adapter.codec,
      clock,
      references: this.#references,
      replies: replies && PayloadSet.of([replies]),
      onError: (message) => this.#end.addError(message),
    });
    this.#end = new LinkEnd({ adapter, role: "receiver", maxPayloadBytes, listening });
  }

  /**
   * Listens and returns the endpoint. Null in a push, because then the sender listens.
   * @param bind the interface to listen on
   * @throws WireduelError `LISTEN_FAILED`, `INVALID_OPTION`
   */
  async listen(bind: string): Promise<Endpoint | null> {
    if (this.request.adapter.direction === "push") return null;
    const where = { host: bind, port: this.#served.port };
    return this.#end.listen(where, () => ({ onFrame: this.#frames.onFrameOfLink(), take() {} }));
  }

  /** What each link must present. */
  get secret(): string {
    return this.#end.secret;
  }

  /** How many bytes of references may still come. */
  get roomBytes(): number {
    return this.#references.roomBytes;
  }

  /** Whether the sender must present a certificate when it dials the receiver. */
  get mutualTls(): boolean {
    const { tls } = this.#served.adapter;
    return tls?.kind === "own" && tls.clientCertificate;
  }

  get libraries(): Readonly<Record<string, string>> {
    return this.#served.adapter.protocol.libraries;
  }

  /**
   * Push: dials the sender.
   * @throws WireduelError `CONNECT_FAILED`
   */
  async dial(endpoint: Endpoint): Promise<Dialled> {
    if (this.request.adapter.direction !== "push") {
      throw new WireduelError("CONNECT_FAILED", "the receiver cannot dial in an upload");
    }
    // Only a sender on this machine sends local data. It is this program's own.
    if (this.request.adapter.local === undefined) checkEndpoint(this.#served.adapter, endpoint);
    const startedAt = this.#clock.now();
    await this.#end.dial(endpoint, this.#frames.onFrameOfLink());
    return { connectMs: (this.#clock.now() - startedAt) / NS_PER_MS };
  }

  /** See `ReferenceSet.add`. */
  addReferences(references: Omit<References, "session">): void {
    this.#references.add(references);
  }

  startPhase({ phase, firstSequence, firstPayload }: PhaseMark): void {
    this.#phase = phase;
    this.#resources = null;
    this.#meter.start();
    this.#frames.startPhase(firstSequence, firstPayload);
  }

  /** Until `resumePhase`, what this process uses does not count. */
  pausePhase(): void {
    this.#meter.pause();
  }

  resumePhase(): void {
    this.#meter.resume();
  }

  /** The report of the current phase. The first report of a phase stops measuring resources. */
  report(): ReceiverReport {
    if (this.#phase !== null) this.#resources ??= this.#meter.stop();
    const errors = [...this.#end.errors];
    const { settings = {}, notes = [], tls = null } = this.#end.describe((message) => errors.push(message));
    return {
      phase: this.#phase,
      counts: this.#frames.counts(),
      settings,
      notes,
      tls,
      errors,
      linkError: this.#end.linkError ?? (hasNoDescriptors() ? NO_DESCRIPTORS : null),
      resources: this.#resources,
    };
  }

  /** Closes the links and the listening end, within `timeoutMs`. Idempotent, never rejects. */
  close(timeoutMs: number = CLOSE_TIMEOUT_MS): Promise<void> {
    return this.#end.close(timeoutMs);
  }
}
