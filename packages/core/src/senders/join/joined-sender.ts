import { adapterData } from "../../adapter/adapter-data.js";
import { mostDrift, type OffsetInterval } from "../../clock/clock-offset.js";
import { SafeEmitter } from "../../events/emitter.js";
import type { RoundEvent } from "../../events/events.js";
import type { StopReason } from "../../failure/codes.js";
import { WireduelError } from "../../failure/wireduel-error.js";
import type { LoadSlice } from "../../load/slice-load.js";
import type { Emitter } from "../../options/emitter-option.js";
import type { Piece } from "../../round/measure-phase.js";
import type { RoundOrder } from "../../round/measure-round.js";
import type { RoundOutcome } from "../../round/round.js";
import { wantedEvents } from "../forward-events.js";
import type { ClockOffset, GroupSender } from "../group-sender.js";
import type { WarmRound } from "../round-sender.js";
import type { SenderEvent } from "./join-types.js";
import type { JoinedProcess } from "./joined-process.js";
import { settingsData } from "./order-data.js";

/** One round in a process that joined the run. */
export class JoinedSender implements GroupSender {
  readonly #process: JoinedProcess;
  readonly #order: RoundOrder & { readonly emitter: Emitter };
  /** Limits how many senders compare their clocks at the same time. */
  readonly #inTurn: <T>(task: () => Promise<T>) => Promise<T>;
  /** What to add to its clock for that of the run. Undefined: they are one clock. */
  #offset: OffsetInterval | undefined;
  #handlerFailed: WireduelError | undefined;
  #failHandler: (error: WireduelError) => void = () => {};
  #opened = false;
  /** Whether the process has answered that its round must end. */
  #heard = false;
  /** Whether it has given what it measured. */
  #finished = false;
  #stopWaiting: () => void = () => {};
  /** Resolves when the run does not wait any longer until the round is closed. */
  readonly #waitedEnough: Promise<void> = new Promise((resolve) => {
    this.#stopWaiting = resolve;
  });

  constructor(
    process: JoinedProcess,
    order: RoundOrder & { readonly emitter: Emitter },
    inTurn: <T>(task: () => Promise<T>) => Promise<T>,
  ) {
    this.#process = process;
    this.#order = order;
    this.#inTurn = inTurn;
  }

  async open(): Promise<WarmRound> {
    const { adapter, settings, emitter, index, round, rounds } = this.#order;
    const { local: _, ...named } = adapterData(adapter);
    this.#process.onEvent = this.#forward();
    this.#opened = true;
    return this.#race(
      this.#process.call("open", {
        adapter: named,
        label: adapter.label,
        index,
        round,
        rounds,
        settings: settingsData(settings),
        events: wantedEvents(emitter),
      }),
    );
  }

  /** Then also compares the clocks, so that the error of the offset has hardly grown when the load begins. */
  async prepare(): Promise<StopReason | null> {
    const reason = await this.#race(this.#process.call("prepare", {}));
    const { kind, offset, because } = await this.#inTurn(() =>
      this.#race(this.#process.call("compareClocks", {})),
    );
    if (kind === "shared") return reason;
    if (offset === null) throw new WireduelError("UNEXPECTED", `its clock cannot be compared: ${because}`);
    this.#offset = offset;
    return reason;
  }

  measure(slice: LoadSlice, piece: Piece, startAt: number): Promise<StopReason | null> {
    const { offsetNs } = this.clockOffset(startAt);
    return this.#race(this.#process.call("measure", { slice, piece, startAt: startAt - offsetNs }));
  }

  async finish(): Promise<RoundOutcome> {
    const outcome = await this.#race(this.#process.call("finish", {}));
    this.#finished = true;
    return outcome;
  }

  clockOffset(atNs: number): ClockOffset {
    if (this.#offset === undefined) return { offsetNs: 0, offsetErrorNs: 0 };
    const { minNs, maxNs, atNs: comparedAt } = this.#offset;
    const offsetNs = (minNs + maxNs) / 2;
    return { offsetNs, offsetErrorNs: (maxNs - minNs) / 2 + mostDrift(comparedAt, atNs) };
  }

  abort(message: string): void {
    if (!this.#opened) return;
    const heard = () => {
      this.#heard = true;
    };
    void this.#process.call("abort", { message }).then(heard, () => {});
  }

  /**
   * The process cannot be ended from here. It ends its round when it hears that it is lost. One that has given what it measured
   * is not lost, but the run does not wait any longer until its round is closed.
   */
  kill(because: string, which: "all" | "deaf"): void {
    if (which === "deaf" && (this.#heard || !this.#opened)) return;
    if (this.#finished) this.#stopWaiting();
    else this.#process.lose(because);
  }

  async close(): Promise<void> {
    this.#process.onEvent = () => {};
    if (!this.#opened) return;
    this.#opened = false;
    await Promise.race([this.#process.call("close", {}).catch(() => {}), this.#waitedEnough]);
  }

  /** The events of the sender, for the emitter of the round. What the run knows itself is not taken from the sender. */
  #forward(): (event: SenderEvent) => void {
    const { adapter, index, round, rounds, emitter, settings } = this.#order;
    const of: RoundEvent = { label: adapter.label, title: adapter.protocol.title, index, round, rounds };
    const safe = new SafeEmitter(emitter, (message) => {
      this.#handlerFailed = new WireduelError("EVENT_HANDLER_FAILED", message);
      this.#failHandler(this.#handlerFailed);
    });
    return (event) => {
      if (event.name === "phase") {
        const { phase } = event;
        safe.emit("phase", { ...of, phase, load: phase === "measure" ? settings.load : null });
      } else {
        const { phase, done, elapsedMs } = event;
        const count = phase === "measure" ? settings.load.count : settings.warmupCount * settings.connections;
        safe.emit("progress", { ...of, phase, done, of: count, elapsedMs });
      }
    };
  }

  /** The answer, unless a handler of an event throws before it. */
  #race<T>(answer: Promise<T>): Promise<T> {
    answer.catch(() => {});
    return new Promise((resolve, reject) => {
      if (this.#handlerFailed) return reject(this.#handlerFailed);
      this.#failHandler = reject;
      answer.then(resolve, reject);
    });
  }
}
