import type { Adapter, EndDescription, Link } from "./adapter.js";
import type { CheckedOptions } from "./benchmark-options.js";
import { type Clock, NS_PER_MS, systemClock } from "./clock/clock.js";
import { type ClockExchange, type ClockReport, relateClocks } from "./clock/clock-relation.js";
import { frameLimit } from "./codec/codec.js";
import { codecOf, titleOf } from "./define-adapter.js";
import { asWireduelError, messageOf, WireduelError } from "./errors.js";
import type { Phase, RowEvent } from "./events.js";
import { Exchange, type SentRecord } from "./exchange.js";
import { runClosedLoop } from "./load/closed-loop.js";
import { openReceiver } from "./receiver/open-receiver.js";
import type {
  EndIdentity,
  PhaseName,
  ReceiverConnection,
  ReceiverReport,
  SessionOpened,
} from "./receiver/receiver-control.js";
import { checkContract, identifyEnd } from "./receiver/receiver-host.js";
import type { EndReport, RowError, Timing } from "./result.js";
import { rowWarnings } from "./row-warnings.js";
import { countsOf, totalsOf, transmissionOf } from "./timing.js";
import { within } from "./within.js";

/** Questions asked of a remote receiver to learn whether it reads the sender's clock. */
const CLOCK_EXCHANGES = 16;
/** How long an answer on the control connection may take when something went wrong, and how long closing may. */
const CONTROL_GRACE_MS = 2_000;
const PROGRESS_EVERY_NS = 100 * NS_PER_MS;

/** Why a row ended before its last payload. */
export interface EarlyEnd {
  readonly code: "RECEIVER_LOST" | "LINK_CLOSED" | "ABORTED";
  readonly message: string;
}

/** A row, and why it ended early if it did. */
export interface RoundOutcome {
  readonly timing: Timing;
  readonly early: EarlyEnd | undefined;
}

/**
 * One row: a receiver, a link, warm-up, measure, drain.
 * @throws WireduelError for whatever keeps the first payload from being sent
 */
export async function runRound(
  options: CheckedOptions,
  row: { readonly adapter: Adapter; readonly label: string },
  index: number,
): Promise<RoundOutcome> {
  const round = new Round(options, row.adapter, {
    label: row.label,
    title: titleOf(row.adapter),
    row: index,
  });
  try {
    await round.open();
    await round.send("warm-up", options.warmupCount, 0);
    await round.send("measure", options.count, options.delayMs);
    return await round.finish();
  } finally {
    await round.close();
  }
}

class Round {
  readonly #options: CheckedOptions;
  readonly #adapter: Adapter;
  readonly #row: RowEvent;
  readonly #clock: Clock = systemClock;
  readonly #exchange: Exchange;
  /** Aborts when the row is over, for whatever reason. */
  readonly #life = new AbortController();
  readonly #records: Record<PhaseName, SentRecord[]> = { "warm-up": [], measure: [] };
  readonly #onUserAbort = () => this.#end({ code: "ABORTED", message: "the caller ended the run" });
  #receiver: ReceiverConnection | undefined;
  #receiverIdentity: EndIdentity | undefined;
  #session: SessionOpened | undefined;
  #link: Link | undefined;
  #clockReport: ClockReport | null = null;
  #connectMs: number | null = null;
  #early: EarlyEnd | undefined;
  #nextSequence = 0;
  #lastProgressAt = 0;

  constructor(options: CheckedOptions, adapter: Adapter, row: RowEvent) {
    this.#options = options;
    this.#adapter = adapter;
    this.#row = row;
    const codec = codecOf(adapter);
    this.#exchange = new Exchange({
      codec,
      maxFrameBytes: frameLimit(codec, options.maxPayloadBytes),
      timeoutMs: options.timeoutMs,
      ordered: adapter.supports.ordered,
      clock: this.#clock,
    });
    options.signal?.addEventListener("abort", this.#onUserAbort, { once: true });
    if (options.signal?.aborted) this.#onUserAbort();
  }

  /** Everything before the first payload. */
  async open(): Promise<void> {
    const { receiver: option, connectTimeoutMs, payloads } = this.#options;
    this.#phase("connect", 0, 0);
    await this.#orEnd(this.#openSession(option), connectTimeoutMs, "RECEIVER_UNREACHABLE", "the receiver");
    const { session } = this.#opened();
    for (const [index, payload] of payloads.entries()) {
      await this.#orEnd(
        this.#connected().setReference(session, index, payload),
        connectTimeoutMs,
        "RECEIVER_UNREACHABLE",
        "the receiver",
      );
    }
    this.#clockReport = await this.#relateClocks();
    await this.#dial();
  }

  async #openSession(option: CheckedOptions["receiver"]): Promise<void> {
    const adapter = this.#adapter;
    const { name, options, module } = adapter;
    const codec = codecOf(adapter);
    const receiver = await openReceiver(option, adapter, this.#options.connectTimeoutMs);
    if (this.#life.signal.aborted) return receiver.disconnect();
    this.#receiver = receiver;
    void receiver.lost.then((message) => this.#end({ code: "RECEIVER_LOST", message }));

    const sender = identifyEnd();
    this.#receiverIdentity = await receiver.identify();
    checkContract(sender, this.#receiverIdentity);
    this.#session = await receiver.openSession({
      sender: { contract: sender.contract, core: sender.core },
      adapter: { name, options, ...(module === undefined ? {} : { module }) },
      codec: { name: codec.name, ...(codec.module === undefined ? {} : { module: codec.module }) },
      maxPayloadBytes: this.#options.maxPayloadBytes,
    });
  }

  async #relateClocks(): Promise<ClockReport> {
    const receiver = this.#connected();
    if (receiver.kind === "inline") return { kind: "shared", because: "same process" };
    if (receiver.kind === "process") return { kind: "shared", because: "forked by the sender" };
    const exchanges: ClockExchange[] = [];
    for (let index = 0; index < CLOCK_EXCHANGES; index++) {
      const t1 = this.#clock.now();
      const { receivedAt: t2, sentAt: t3 } = await receiver.stampClock();
      exchanges.push({ t1, t2, t3, t4: this.#clock.now() });
    }
    return relateClocks(identifyEnd().clock, (this.#receiverIdentity as EndIdentity).clock, exchanges);
  }

  async #dial(): Promise<void> {
    const adapter = this.#adapter;
    const codec = codecOf(adapter);
    const endpoint = { url: this.#opened().url };
    const dialledAt = this.#clock.now();
    const dialling = adapter.dial(endpoint, {
      role: "sender",
      codec: { name: codec.name, text: codec.text ?? false },
      limits: { maxFrameBytes: frameLimit(codec, this.#options.maxPayloadBytes) },
      signal: this.#life.signal,
      onFrame: this.#exchange.onFrame,
    });
    // A link that comes after all waiting ended must not stay open.
    dialling
      .then(async (link) => {
        if (this.#life.signal.aborted) await link.close();
      })
      .catch(() => {});
    const what = `${adapter.name} at ${endpoint.url}`;
    this.#link = await this.#orEnd(dialling, this.#options.connectTimeoutMs, "CONNECT_FAILED", what);
    this.#connectMs = (this.#clock.now() - dialledAt) / NS_PER_MS;
    void this.#link.closed.then((reason) => this.#linkClosed(reason));
  }

  /** Sends one phase's payloads; returns early once the row has ended. */
  async send(phase: PhaseName, count: number, delayMs: number): Promise<void> {
    if (this.#early !== undefined || count === 0) return;
    const { payloads } = this.#options;
    const records = this.#records[phase];
    const link = this.#link as Link;
    const firstSequence = this.#nextSequence;
    try {
      await this.#connected().startPhase(this.#opened().session, { phase, firstSequence });
    } catch (error) {
      return this.#end({ code: "RECEIVER_LOST", message: messageOf(error) });
    }
    this.#phase(phase, count, delayMs);
    const transmit = (index: number) =>
      new Promise<void>((resolve) => {
        const payload = payloads[index % payloads.length] as Uint8Array;
        this.#nextSequence = firstSequence + index + 1;
        this.#exchange.send(link, firstSequence + index, payload, (record) => {
          records.push(record);
          resolve();
          this.#settled(phase, record, records);
        });
      });
    await runClosedLoop({ count, delayMs }, transmit, this.#clock, this.#life.signal);
    if (phase === "measure") this.#progress(records.length, true);
  }

  /** Collects what the receiver counted, and makes the row of it all. */
  async finish(): Promise<RoundOutcome> {
    this.#phase("drain", 0, 0);
    await this.#tellLostFromClosed();
    const report = await this.#collect();
    const { warmupCount } = this.#options;
    const { measure, "warm-up": warmup } = this.#records;
    const adapter = this.#adapter;
    const clock = this.#clockReport;
    const first = warmup[0] ?? measure[0];
    const described = describe(this.#link);
    const firstMeasured = measure[0]?.sequence ?? 0;
    const damaged = new Set(
      report?.phase === "measure"
        ? report.counts.damagedSequences.map((sequence) => sequence - firstMeasured)
        : [],
    );
    const receiver = this.#endOfReceiver(report);
    const counts = countsOf(measure, report);
    const timing: Timing = {
      label: this.#row.label,
      title: this.#row.title,
      adapter: adapter.name,
      codec: codecOf(adapter).name,
      options: adapter.options,
      status: this.#early === undefined ? "completed" : this.#early.code === "ABORTED" ? "aborted" : "failed",
      direction: "upload",
      dialledBy: "sender",
      clock,
      connectMs: this.#connectMs,
      firstTransmission: first ? transmissionOf(first, 0, clock, first.sentAt) : null,
      warmedUp: Math.min(warmupCount, warmup.length),
      ...totalsOf(measure, clock, damaged),
      counts,
      sender: endReport(identifyEnd(), adapter.libraries ?? {}, described),
      receiver,
      warnings: rowWarnings({
        receiver: this.#receiver?.kind,
        clock,
        counts,
        unexpectedReplies: this.#exchange.unexpectedReplies,
        report,
      }),
      errors: this.#early ? [this.#early satisfies RowError] : [],
    };
    // Before the session closes, so that what the two ends tell comes in this order.
    const { events } = this.#options;
    for (const warning of timing.warnings) events.emit("warning", { ...this.#row, warning });
    events.emit("timing", { ...this.#row, timing });
    return { timing, early: this.#early };
  }

  /** Closes whatever is open, each within bounds. */
  async close(): Promise<void> {
    this.#options.signal?.removeEventListener("abort", this.#onUserAbort);
    const bounded = (closing: Promise<unknown> | undefined) =>
      closing && within(closing, CONTROL_GRACE_MS, () => new Error("closing took too long")).catch(() => {});
    const lost = this.#early?.code === "RECEIVER_LOST";
    const closingLink = bounded(this.#link?.close());
    // A lost receiver closes nothing any more.
    if (!lost) await closingLink;
    this.#exchange.abandon("LINK_CLOSED", "the row is over");
    if (this.#session && !lost) await bounded(this.#receiver?.closeSession(this.#session.session));
    await Promise.all([closingLink, this.#receiver?.disconnect()]);
    this.#life.abort();
  }

  #settled(phase: PhaseName, record: SentRecord, records: readonly SentRecord[]): void {
    if (record.error?.code === "PAYLOAD_TIMEOUT") void this.#checkAlive();
    if (phase !== "measure") return;
    const { events } = this.#options;
    if (events.listenerCount("transmission") > 0) {
      const firstSentAt = (records[0] as SentRecord).sentAt;
      const transmission = transmissionOf(record, records.length - 1, this.#clockReport, firstSentAt);
      events.emit("transmission", { ...this.#row, transmission });
    }
    this.#progress(records.length, false);
  }

  #progress(done: number, last: boolean): void {
    const { events, count } = this.#options;
    if (events.listenerCount("progress") === 0) return;
    const now = this.#clock.now();
    if (!last && now - this.#lastProgressAt < PROGRESS_EVERY_NS) return;
    this.#lastProgressAt = now;
    events.emit("progress", { ...this.#row, done, of: count });
  }

  #phase(phase: Phase, count: number, delayMs: number): void {
    this.#options.events.emit("phase", { ...this.#row, phase, count, delayMs });
  }

  /** The row is over: what is under way fails, and no loop goes on. */
  #end(early: EarlyEnd): void {
    if (this.#early !== undefined || this.#life.signal.aborted) return;
    this.#early = early;
    this.#exchange.abandon(early.code, early.message);
    this.#life.abort(
      new WireduelError(early.code === "LINK_CLOSED" ? "CONNECT_FAILED" : early.code, early.message),
    );
  }

  #linkClosed(reason: unknown): void {
    const because = reason === undefined ? "" : `: ${messageOf(reason)}`;
    this.#end({ code: "LINK_CLOSED", message: `the link closed${because}` });
  }

  /** A link often goes a moment before its receiver is known to be gone. */
  async #tellLostFromClosed(): Promise<void> {
    if (this.#early?.code !== "LINK_CLOSED") return;
    const reason = await this.#whyLost();
    if (reason === undefined) return;
    this.#early = { code: "RECEIVER_LOST", message: reason };
    for (const record of this.#records.measure) {
      if (record.error?.code === "LINK_CLOSED") record.error = this.#early;
    }
  }

  /** After a time-out: if the receiver does not even answer on control, waiting for more payloads is of no use. */
  async #checkAlive(): Promise<void> {
    const reason = await this.#whyLost();
    if (reason !== undefined) this.#end({ code: "RECEIVER_LOST", message: reason });
  }

  async #whyLost(): Promise<string | undefined> {
    const receiver = this.#connected();
    const answers = receiver.stampClock().then(() => undefined, messageOf);
    const silent = () => new Error(`the receiver gave no answer within ${CONTROL_GRACE_MS} ms`);
    return within(Promise.race([answers, receiver.lost]), CONTROL_GRACE_MS, silent).catch(messageOf);
  }

  async #collect(): Promise<ReceiverReport | null> {
    if (this.#early?.code === "RECEIVER_LOST") return null;
    const asked = this.#connected().collect(this.#opened().session);
    return within(asked, CONTROL_GRACE_MS, () => new Error("no report")).catch(() => null);
  }

  #endOfReceiver(report: ReceiverReport | null): EndReport | null {
    if (this.#receiverIdentity === undefined) return null;
    return endReport(this.#receiverIdentity, this.#session?.libraries ?? {}, report ?? {});
  }

  /** What `promise` resolves to, unless the row ends first or it takes too long. */
  async #orEnd<T>(
    promise: Promise<T>,
    timeoutMs: number,
    code: "RECEIVER_UNREACHABLE" | "CONNECT_FAILED",
    what: string,
  ): Promise<T> {
    const slow = () => new WireduelError(code, `${what} gave no answer within ${timeoutMs} ms`);
    try {
      return await within(promise, timeoutMs, slow, this.#life.signal);
    } catch (error) {
      throw asWireduelError(error, code, what);
    }
  }

  #connected(): ReceiverConnection {
    return this.#receiver as ReceiverConnection;
  }

  #opened(): SessionOpened {
    return this.#session as SessionOpened;
  }
}

function describe(link: Link | undefined): EndDescription {
  try {
    return link?.describe?.() ?? {};
  } catch {
    return {};
  }
}

function endReport(
  { node, core, contract }: EndIdentity,
  libraries: Readonly<Record<string, string>>,
  { settings = {}, notes = [] }: EndDescription,
): EndReport {
  return { node, core, contract, libraries, settings, notes };
}
