import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { Adapter, Direction, Endpoint, Link, LinkContext, Listener } from "../adapter/contract.js";
import { type Clock, NS_PER_MS, systemClock } from "../clock/clock.js";
import { clockIdentity } from "../clock/clock-relation.js";
import { type Codec, frameLimit } from "../codec/codec.js";
import { describeEnd } from "../adapter/describe-end.js";
import { asWireduelError, messageOf, WireduelError } from "../failure/wireduel-error.js";
import { ResourceMeter, type Resources } from "../process/resource-meter.js";
import { dialTls } from "../tls/dial-tls.js";
import { listenTls } from "../tls/listen-tls.js";
import type { TlsSettings } from "../options/tls-option.js";
import { CONTRACT_VERSION, CORE_VERSION } from "../control/version.js";
import { within } from "../clock/within.js";
import { FrameReceiver } from "./receive-frame.js";
import type {
  EndIdentity,
  PhaseMark,
  PhaseName,
  ReceiverControl,
  ReceiverReport,
  SessionOpened,
  SessionRequest,
} from "../control/control-calls.js";

/** What a session is served with. */
export interface Served {
  readonly adapter: Adapter;
  readonly codec: Codec;
  /** Where the receiver listens. 0 takes a free port. */
  readonly port: number;
  /** Undefined: the links are not encrypted. */
  readonly tls: TlsSettings | undefined;
}

/** What a host needs from the door it stands behind. */
export interface ReceiverHostOptions {
  /** The interface that data listeners bind to. */
  readonly bind: string;
  /** Finds the adapter and codec of a session. Throws WireduelError where it may not or cannot. */
  serve(request: SessionRequest): Promise<Served>;
  /** Called when a session has opened, with where its adapter listens; null in a push. */
  onSessionOpened?(request: SessionRequest, url: string | null): void;
  /** Called when a session has closed, with what the receiver had counted. */
  onSessionClosed?(request: SessionRequest, report: ReceiverReport): void;
  readonly clock?: Clock;
}

interface Session {
  readonly id: string;
  readonly request: SessionRequest;
  readonly served: Served;
  readonly receiver: FrameReceiver;
  /** Undefined in a push. */
  listener: Listener | undefined;
  /** The first link that this end dialled, in a push. */
  firstDialled: Link | undefined;
  readonly links: Set<Link>;
  readonly errors: string[];
  readonly life: AbortController;
  readonly context: LinkContext;
  readonly meter: ResourceMeter;
  phase: PhaseName | null;
  resources: Resources | null;
}

const ERRORS_KEPT = 20;
/** Less than a sender waits, so that its next session finds this one closed. */
const CLOSE_TIMEOUT_MS = 2_500;

/** This end's identity. */
export function identifyEnd(): EndIdentity {
  return {
    contract: CONTRACT_VERSION,
    core: CORE_VERSION,
    node: process.versions.node,
    clock: clockIdentity(),
  };
}

/** @throws WireduelError `CONTRACT_MISMATCH` that names both versions */
export function checkContract(
  sender: Pick<EndIdentity, "contract" | "core">,
  receiver: Pick<EndIdentity, "contract" | "core">,
): void {
  if (sender.contract === receiver.contract) return;
  throw new WireduelError(
    "CONTRACT_MISMATCH",
    `the sender speaks contract ${sender.contract} (@wireduel/core ${sender.core}), ` +
      `the receiver contract ${receiver.contract} (@wireduel/core ${receiver.core}); use one version at both ends`,
  );
}

/**
 * The receiver, whichever door it stands behind: opens a session for an adapter, takes the reference payloads, gives
 * the endpoint, marks phases, returns counts, closes. One session at a time: a second sender would falsify the first.
 */
export class ReceiverHost implements ReceiverControl {
  readonly #options: ReceiverHostOptions;
  readonly #clock: Clock;
  #session: Session | undefined;
  #opening: string | undefined;
  #closed = false;

  constructor(options: ReceiverHostOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  async identify(): Promise<EndIdentity> {
    return identifyEnd();
  }

  async openSession(request: SessionRequest): Promise<SessionOpened> {
    checkContract(request.sender, identifyEnd());
    const busyWith = this.#session?.request.adapter.name ?? this.#opening;
    if (busyWith !== undefined) {
      throw new WireduelError(
        "RECEIVER_BUSY",
        `the receiver is in a ${busyWith} session; it takes one at a time`,
      );
    }
    this.#opening = request.adapter.name;
    try {
      const served = await this.#options.serve(request);
      checkDirection(served.adapter, request.direction);
      const session = newSession(request, served, this.#clock);
      const endpoint = request.direction === "push" ? null : await this.#listen(session);
      if (this.#closed) {
        await closeAll(session);
        throw new WireduelError("RECEIVER_LOST", "the receiver closed while the session opened");
      }
      this.#session = session;
      this.#options.onSessionOpened?.(request, endpoint?.url ?? null);
      return {
        session: session.id,
        endpoint,
        mutualTls: served.tls?.kind === "own" && served.tls.clientCertificate,
        libraries: served.adapter.libraries ?? {},
      };
    } finally {
      this.#opening = undefined;
    }
  }

  async setReference(session: string, index: number, payload: Uint8Array): Promise<void> {
    this.#find(session).receiver.setReference(index, payload);
  }

  async dial(session: string, endpoint: Endpoint): Promise<{ connectMs: number }> {
    const open = this.#find(session);
    const { adapter, tls } = open.served;
    const startedAt = this.#clock.now();
    try {
      if (open.request.direction !== "push") throw new Error("in an upload the receiver does not dial");
      const link = await adapter.dial(endpoint, {
        ...open.context,
        ...(tls === undefined ? {} : { tls: dialTls(tls, endpoint) }),
      });
      keep(open, link);
      open.firstDialled ??= link;
      // A link that comes after its session had ended must not stay open.
      if (open.life.signal.aborted) await link.close();
    } catch (error) {
      throw asWireduelError(
        error,
        "CONNECT_FAILED",
        `the receiver cannot dial ${adapter.name} at ${endpoint.url}`,
      );
    }
    return { connectMs: (this.#clock.now() - startedAt) / NS_PER_MS };
  }

  async startPhase(session: string, mark: PhaseMark): Promise<void> {
    const open = this.#find(session);
    open.phase = mark.phase;
    open.resources = null;
    open.meter.start();
    open.receiver.startPhase(mark.firstSequence);
  }

  async stampClock(): Promise<{ receivedAt: number; sentAt: number }> {
    const receivedAt = this.#clock.now();
    return { receivedAt, sentAt: this.#clock.now() };
  }

  async collect(session: string): Promise<ReceiverReport> {
    return report(this.#find(session));
  }

  async closeSession(session: string): Promise<void> {
    const open = this.#find(session);
    const last = report(open);
    this.#session = undefined;
    // Held as "opening" until its port is free again.
    this.#opening = open.request.adapter.name;
    try {
      await closeAll(open);
    } finally {
      this.#opening = undefined;
    }
    this.#options.onSessionClosed?.(open.request, last);
  }

  /** Closes whatever is open, and what is about to open; for a door that shuts. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#session) await this.closeSession(this.#session.id);
  }

  async #listen(session: Session): Promise<Endpoint> {
    const { adapter, port, tls } = session.served;
    const { bind } = this.#options;
    try {
      const secured = tls && (await listenTls(tls, `${adapter.name}.tls`));
      session.listener = await adapter.listen({
        ...session.context,
        ...(secured === undefined ? {} : { tls: secured.tls }),
        host: bind,
        port,
        onLink: (link) => keep(session, link),
        onError: (error) => {
          if (session.errors.length < ERRORS_KEPT) session.errors.push(messageOf(error));
        },
      });
      const { endpoint } = session.listener;
      return secured?.certificate === undefined
        ? endpoint
        : { ...endpoint, certificate: secured.certificate };
    } catch (error) {
      const where = `${adapter.name} cannot listen on ${bind}:${port === 0 ? "a free port" : port}`;
      throw asWireduelError(error, "LISTEN_FAILED", where);
    }
  }

  #find(session: string): Session {
    if (this.#session?.id === session) return this.#session;
    throw new WireduelError("SESSION_NOT_FOUND", `session ${session} is not open at this receiver`);
  }
}

/** @throws WireduelError `INVALID_OPTION` */
function checkDirection({ name, supports }: Adapter, direction: Direction): void {
  if (direction === "upload" || supports.push) return;
  throw new WireduelError("INVALID_OPTION", `${name} supports no push with these options`);
}

function newSession(request: SessionRequest, served: Served, clock: Clock): Session {
  const { codec } = served;
  const receiver = new FrameReceiver(codec, clock);
  const life = new AbortController();
  // Each link listens; Node would take more than ten for a leak.
  setMaxListeners(0, life.signal);
  return {
    id: randomUUID(),
    request,
    served,
    receiver,
    context: {
      role: "receiver",
      codec: { name: codec.name, text: codec.text ?? false },
      limits: { maxFrameBytes: frameLimit(codec, request.maxPayloadBytes) },
      signal: life.signal,
      onFrame: receiver.onFrame,
    },
    listener: undefined,
    firstDialled: undefined,
    links: new Set(),
    errors: [],
    life,
    meter: new ResourceMeter(),
    phase: null,
    resources: null,
  };
}

function keep({ links }: Session, link: Link): void {
  links.add(link);
  void link.closed.then(() => links.delete(link));
}

function report(session: Session): ReceiverReport {
  const { phase, receiver, listener, firstDialled, errors } = session;
  if (phase !== null) session.resources ??= session.meter.stop();
  const described = describeEnd(listener ?? firstDialled ?? {}, (message) => errors.push(message));
  const { settings = {}, notes = [], tls = null } = described;
  return { phase, counts: receiver.counts(), settings, notes, tls, errors, resources: session.resources };
}

async function closeAll({ links, listener, life }: Session): Promise<void> {
  const closing = Promise.allSettled([...links].map((link) => link.close())).then(() => listener?.close());
  // An adapter that hangs must not hold the receiver for ever.
  await within(closing, CLOSE_TIMEOUT_MS, () => new Error("closing took too long")).catch(() => {});
  life.abort();
}
