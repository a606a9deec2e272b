import { type AdapterData, adapterData, modulesOf } from "../adapter/adapter-data.js";
import { SafeEmitter } from "../events/emitter.js";
import type { StopReason } from "../failure/codes.js";
import { WireduelError } from "../failure/wireduel-error.js";
import type { LoadSlice } from "../load/slice-load.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import type { Emitter } from "../options/emitter-option.js";
import type { ChildCalls } from "../process/child-calls.js";
import { BEAT_MS, generatingMs, Heartbeat, silenceMs } from "../round/heartbeat.js";
import type { Piece } from "../round/measure-phase.js";
import type { RoundOrder } from "../round/measure-round.js";
import type { RoundOutcome } from "../round/round.js";
import { isForwarded, wantedEvents } from "./forward-events.js";
import type { ClockOffset, GroupSender } from "./group-sender.js";
import type { RoundSender, WarmRound } from "./round-sender.js";
import { takeSender } from "./sender-child.js";

/** A round as plain data, to be run in another process. */
export interface SenderOrder extends Omit<RoundOrder, "adapter" | "signal"> {
  readonly adapter: AdapterData;
  readonly settings: RoundSettings;
  /** The events that the sender process forwards. */
  readonly events: ReturnType<typeof wantedEvents>;
}

/** The calls that a sender process answers, in this order. */
export interface SenderControl {
  /** Connects and warms up. */
  open(order: SenderOrder): Promise<WarmRound>;
  /** Tells the receiver that a piece of the load comes. Returns why the round has ended early, or null. */
  prepare(): Promise<StopReason | null>;
  /**
   * Sends the load, or a slice of it. Returns why the round has ended early, or null.
   * @param startAt when it begins, after `prepare`, in nanoseconds of the process's clock. Null: prepares it and begins at once.
   */
  measure(slice: LoadSlice, piece: Piece, startAt: number | null): Promise<StopReason | null>;
  /** Ends the round and returns what was measured. */
  finish(): Promise<RoundOutcome>;
  /** Ends the running round early. Its calls then resolve soon. */
  abort(message: string): Promise<void>;
  /** Shows that the process still works. May be called at any time. */
  beat(): Promise<void>;
}

/**
 * One round in a new sender process, with a new receiver process. The state of a process (compiled code, caches,
 * fragmented memory) must not decide a comparison.
 *
 * Its calls throw a WireduelError as `Round` does, `UNEXPECTED` if the process ends before the round, and
 * `EVENT_HANDLER_FAILED` if a handler of a forwarded event throws.
 */
export class Sender implements RoundSender, GroupSender {
  readonly index: number;
  readonly label: string;
  readonly #order: RoundOrder & { readonly emitter: Emitter };
  readonly #modules: readonly string[];
  #child: ChildCalls | undefined;
  #handlerFailed: Promise<never> = new Promise(() => {});
  #heartbeat: Heartbeat | undefined;
  /** Whether the process has answered that its round must end. */
  #heard = false;

  /**
   * @param modules those of all adapters of the run. They decide about flags of Node, and all processes of a run have the
   * same ones, so that adapters differ in nothing else.
   */
  constructor(order: RoundOrder & { readonly emitter: Emitter }, modules: readonly string[]) {
    this.index = order.index;
    this.label = order.adapter.label;
    this.#order = order;
    this.#modules = modules;
  }

  /** Starts the process, connects and warms up. Ends at once if the caller has aborted the run. */
  async open(): Promise<WarmRound> {
    const { adapter, signal, emitter, ...order } = this.#order;
    const data = adapterData(adapter, order.settings.connectTimeoutMs);
    let fail: (error: WireduelError) => void = () => {};
    this.#handlerFailed = new Promise<never>((_, reject) => {
      fail = reject;
    });
    this.#handlerFailed.catch(() => {});
    const safe = new SafeEmitter(emitter, (message) =>
      fail(new WireduelError("EVENT_HANDLER_FAILED", message)),
    );
    const child = takeSender({
      modules: this.#modules,
      start: { modules: modulesOf(adapter), receiver: order.settings.receiver === "process" },
    });
    child.onEvent = (event) => {
      if (isForwarded(event)) safe.emit(event.name, event.event as never);
    };
    this.#child = child;
    this.#heartbeat = this.#startHeartbeat(child);
    if (signal?.aborted) this.abort("the caller aborted the run");
    const warm = await this.#call("open", { ...order, adapter: data, events: wantedEvents(emitter) });
    this.#heartbeat.answered();
    return warm;
  }

  /** See `SenderControl.prepare`. */
  prepare(): Promise<StopReason | null> {
    return this.#call("prepare");
  }

  /** See `SenderControl.measure`. */
  measure(slice: LoadSlice, piece: Piece, startAt: number | null = null): Promise<StopReason | null> {
    return this.#call("measure", slice, piece, startAt);
  }

  /** See `SenderControl.finish`. */
  finish(): Promise<RoundOutcome> {
    return this.#call("finish");
  }

  /** It runs on this machine. */
  clockOffset(): ClockOffset {
    return { offsetNs: 0, offsetErrorNs: 0 };
  }

  /** Ends the round early. */
  abort(message: string): void {
    const heard = () => {
      this.#heard = true;
    };
    void this.#child?.call("abort", [message]).then(heard, () => {});
  }

  /** See `RoundSender.kill`. */
  kill(because: string, which: "all" | "deaf"): void {
    if (which === "all" || !this.#heard) this.#child?.kill(because);
  }

  /** Ends the process, and with it the receiver's. Idempotent, never rejects. */
  async close(): Promise<void> {
    this.#heartbeat?.stop();
    await this.#child?.close();
  }

  /** A process that is stopped for ever must not stop the run. */
  #startHeartbeat(child: ChildCalls): Heartbeat {
    const { settings } = this.#order;
    const limitMs = silenceMs(settings) + generatingMs(settings);
    return new Heartbeat({
      beat: () => child.call("beat"),
      everyMs: Math.min(BEAT_MS, limitMs / 4),
      limitMs,
      startMs: Math.max(settings.connectTimeoutMs, limitMs),
      onSilent: (ms) => child.kill(`did not answer for ${ms} ms`),
    });
  }

  #call<Name extends keyof SenderControl>(
    name: Name,
    ...args: Parameters<SenderControl[Name]>
  ): ReturnType<SenderControl[Name]> {
    const answer = this.#child?.call(name, args) as ReturnType<SenderControl[Name]>;
    return Promise.race([answer, this.#handlerFailed]) as ReturnType<SenderControl[Name]>;
  }
}
