import type { Adapter, EndDescription, Link } from "../adapter.js";
import type { CheckedOptions } from "../benchmark-options.js";
import { NS_PER_MS, systemClock } from "../clock/clock.js";
import { frameLimit } from "../codec/codec.js";
import { codecOf, titleOf } from "../define-adapter.js";
import { describeEnd } from "../describe-end.js";
import type { Phase, RowEvent } from "../events.js";
import { runClosedLoop } from "../load/closed-loop.js";
import type { EndIdentity, PhaseName } from "../receiver/receiver-control.js";
import { identifyEnd } from "../receiver/receiver-host.js";
import type { EndReport, Timing } from "../result.js";
import { Teller } from "../teller.js";
import { Exchange, type SentRecord } from "./exchange.js";
import { type OpenEnds, RoundEnds } from "./round-ends.js";
import { type EarlyEnd, RoundLife } from "./round-life.js";
import { rowWarnings } from "./row-warnings.js";
import { countsOf, totalsOf, transmissionOf } from "./timing.js";

const PROGRESS_EVERY_NS = 100 * NS_PER_MS;

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
  const onAbort = () => round.life.end({ code: "ABORTED", message: "the caller ended the run" });
  options.signal?.addEventListener("abort", onAbort, { once: true });
  if (options.signal?.aborted) onAbort();
  try {
    const ends = await round.open();
    await round.send(ends.link, "warm-up", options.warmupCount, 0);
    await round.send(ends.link, "measure", options.count, options.delayMs);
    return await round.finish(ends);
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    await round.ends.close();
  }
}

class Round {
  readonly life: RoundLife;
  readonly ends: RoundEnds;
  readonly #options: CheckedOptions;
  readonly #adapter: Adapter;
  readonly #row: RowEvent;
  readonly #clock = systemClock;
  readonly #exchange: Exchange;
  readonly #teller: Teller;
  readonly #records: Record<PhaseName, SentRecord[]> = { "warm-up": [], measure: [] };
  #opened: OpenEnds | undefined;
  #nextSequence = 0;
  #lastProgressAt = 0;
  #checking = false;

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
    this.life = new RoundLife(({ code, message }) => {
      this.#exchange.abandon(code === "LISTENER_FAILED" ? "ABORTED" : code, message);
    });
    this.#teller = new Teller(options.events, (message) =>
      this.life.end({ code: "LISTENER_FAILED", message }),
    );
    this.ends = new RoundEnds(options, adapter, this.life, this.#clock);
  }

  async open(): Promise<OpenEnds> {
    this.#phase("connect", 0, 0);
    this.#opened = await this.ends.open(this.#exchange.onFrame);
    return this.#opened;
  }

  /** Sends one phase's payloads; returns early once the row has ended. */
  async send(link: Link, phase: PhaseName, count: number, delayMs: number): Promise<void> {
    if (this.life.early !== undefined || count === 0) return;
    const { payloads } = this.#options;
    const records = this.#records[phase];
    const firstSequence = this.#nextSequence;
    await this.ends.startPhase({ phase, firstSequence });
    if (this.life.early !== undefined) return;
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
    await runClosedLoop({ count, delayMs }, transmit, this.#clock, this.life.signal);
    if (phase === "measure") this.#progress(records.length, true);
  }

  /** Collects what the receiver counted, makes the row of it all, and tells of it. */
  async finish(opened: OpenEnds): Promise<RoundOutcome> {
    this.#phase("drain", 0, 0);
    await this.#tellLostFromClosed();
    const collected = await this.ends.collect();
    const report = typeof collected === "string" ? null : collected;
    const describeErrors: string[] = [];
    const described = describeEnd(opened.link, (message) => describeErrors.push(message));
    const { measure, "warm-up": warmup } = this.#records;
    const { clock, connectMs } = opened;
    const first = warmup[0] ?? measure[0];
    const firstMeasured = measure[0]?.sequence ?? 0;
    const damaged = report?.phase === "measure" ? report.counts.damagedSequences : [];
    const counts = countsOf(measure, report);
    const { early } = this.life;
    const timing: Timing = {
      label: this.#row.label,
      title: this.#row.title,
      adapter: this.#adapter.name,
      codec: codecOf(this.#adapter).name,
      options: this.#adapter.options,
      status: early === undefined ? "completed" : early.code === "ABORTED" ? "aborted" : "failed",
      direction: "upload",
      dialledBy: "sender",
      clock,
      connectMs,
      firstTransmission: first ? transmissionOf(first, 0, clock, first.sentAt) : null,
      warmedUp: warmup.filter((record) => !record.error).length,
      ...totalsOf(measure, clock, new Set(damaged.map((sequence) => sequence - firstMeasured))),
      counts,
      sender: endReport(identifyEnd(), this.#adapter.libraries ?? {}, described),
      receiver: endReport(opened.identity, opened.session.libraries, report ?? {}),
      warnings: rowWarnings({
        receiver: this.ends.receiverKind,
        clock,
        counts,
        unexpectedReplies: this.#exchange.unexpectedReplies,
        report: collected,
        warmupsFailed: warmup.filter((record) => record.error).length,
      }),
      errors: [
        ...(early ? [early] : []),
        ...describeErrors.map((message) => ({ code: "UNEXPECTED" as const, message })),
      ],
    };
    // Before the session closes, so that what the two ends tell comes in this order.
    for (const warning of timing.warnings) this.#teller.tell("warning", { ...this.#row, warning });
    this.#teller.tell("timing", { ...this.#row, timing });
    return { timing, early: this.life.early };
  }

  #settled(phase: PhaseName, record: SentRecord, records: readonly SentRecord[]): void {
    if (record.error?.code === "PAYLOAD_TIMEOUT") void this.#checkAlive();
    if (phase !== "measure") return;
    if (this.#teller.listens("transmission")) {
      const { sentAt } = records[0] as SentRecord;
      const transmission = transmissionOf(record, records.length - 1, this.#opened?.clock ?? null, sentAt);
      this.#teller.tell("transmission", { ...this.#row, transmission });
    }
    this.#progress(records.length, false);
  }

  #progress(done: number, last: boolean): void {
    if (!this.#teller.listens("progress")) return;
    const now = this.#clock.now();
    if (!last && now - this.#lastProgressAt < PROGRESS_EVERY_NS) return;
    this.#lastProgressAt = now;
    this.#teller.tell("progress", { ...this.#row, done, of: this.#options.count });
  }

  #phase(phase: Phase, count: number, delayMs: number): void {
    this.#teller.tell("phase", { ...this.#row, phase, count, delayMs });
  }

  /** A link often goes a moment before its receiver is known to be gone. */
  async #tellLostFromClosed(): Promise<void> {
    if (this.life.early?.code !== "LINK_CLOSED") return;
    const message = await this.ends.whyLost();
    if (message === undefined) return;
    const lost = { code: "RECEIVER_LOST", message } as const;
    this.life.correct(lost);
    for (const record of this.#records.measure) {
      if (record.error?.code === "LINK_CLOSED") record.error = lost;
    }
  }

  /** After a time-out: if the receiver does not even answer on control, waiting for more payloads is of no use. */
  async #checkAlive(): Promise<void> {
    if (this.#checking) return;
    this.#checking = true;
    const message = await this.ends.whyLost();
    this.#checking = false;
    if (message !== undefined) this.life.end({ code: "RECEIVER_LOST", message });
  }
}

function endReport(
  { node, core, contract }: EndIdentity,
  libraries: Readonly<Record<string, string>>,
  { settings = {}, notes = [] }: EndDescription,
): EndReport {
  return { node, core, contract, libraries, settings, notes };
}
