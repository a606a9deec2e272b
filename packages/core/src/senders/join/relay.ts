import { EventEmitter } from "eventemitter3";
import { modulesOf } from "../../adapter/adapter-data.js";
import { type Registered, registeredAdapter } from "../../adapter/registered-adapter.js";
import type { Nothing } from "../../control/control-types.js";
import type { BenchmarkEvents } from "../../events/events.js";
import type { StopReason } from "../../failure/codes.js";
import { WireduelError } from "../../failure/wireduel-error.js";
import type { Emitter } from "../../options/emitter-option.js";
import type { RoundOutcome } from "../../round/round.js";
import type { WarmRound } from "../round-sender.js";
import { Sender } from "../sender.js";
import type { ClockReading, MeasureOrder, SenderEvent } from "./join-types.js";
import { type OrderData, settingsFrom } from "./order-data.js";
import type { RelayControl } from "./relay-calls.js";

const ENDS = { here: "this sender", there: "the run" } as const;

/** Options of `Relay`. */
export interface RelayOptions {
  readonly registered: Registered;
  /** Compares the clocks of this process and of the run. */
  compareClocks(): Promise<ClockReading>;
  /** A round begins. */
  onRound(order: OrderData): void;
  /** Something happens in the round. */
  onEvent(event: SenderEvent): void;
}

/** Runs the rounds of a run on this machine, each in a process of its own. */
export class Relay implements Omit<RelayControl, "end"> {
  readonly #options: RelayOptions;
  readonly #modules: readonly string[];
  #sender: Sender | undefined;
  /** The run ended the round before its process was there. */
  #aborted: string | undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
    const { adapters, codecs } = options.registered;
    this.#modules = [...adapters.flatMap(modulesOf), ...codecs.flatMap(({ module }) => module ?? [])];
  }

  async open({ adapter: named, label, settings, events, ...order }: OrderData): Promise<WarmRound> {
    await this.close();
    this.#aborted = undefined;
    const { registered, onRound } = this.#options;
    const adapter = await registeredAdapter(registered, named, ENDS);
    const emitter = this.#emitterOf(events);
    const own = { ...order, adapter: { ...adapter, label }, settings: settingsFrom(settings) };
    const sender = new Sender({ ...own, signal: undefined, emitter }, this.#modules);
    this.#sender = sender;
    onRound({ adapter: named, label, settings, events, ...order });
    const warm = sender.open();
    if (this.#aborted !== undefined) sender.abort(this.#aborted);
    return warm;
  }

  async prepare(): Promise<StopReason | null> {
    return this.#open.prepare();
  }

  compareClocks(): Promise<ClockReading> {
    return this.#options.compareClocks();
  }

  async measure({ slice, piece, startAt }: MeasureOrder): Promise<StopReason | null> {
    return this.#open.measure(slice, piece, startAt);
  }

  async finish(): Promise<RoundOutcome> {
    return this.#open.finish();
  }

  async abort({ message }: { readonly message: string }): Promise<Nothing> {
    this.#aborted = message;
    this.#sender?.abort(message);
    return {};
  }

  /** Idempotent, never rejects. */
  async close(): Promise<Nothing> {
    const sender = this.#sender;
    this.#sender = undefined;
    await sender?.close();
    return {};
  }

  get #open(): Sender {
    if (this.#sender === undefined) throw new WireduelError("UNEXPECTED", "the round is not open");
    return this.#sender;
  }

  #emitterOf(wanted: OrderData["events"]): Emitter {
    const { onEvent } = this.#options;
    const emitter = new EventEmitter<Pick<BenchmarkEvents, "phase" | "progress">>();
    if (wanted.includes("phase")) emitter.on("phase", ({ phase }) => onEvent({ name: "phase", phase }));
    if (wanted.includes("progress")) {
      emitter.on("progress", ({ phase, done, elapsedMs }) =>
        onEvent({ name: "progress", phase, done, elapsedMs }),
      );
    }
    return emitter;
  }
}
