import { availableParallelism } from "node:os";
import { modulesOf } from "../adapter/adapter-data.js";
import { afterListening } from "../clock/after-listening.js";
import { NS_PER_MS, systemClock } from "../clock/clock.js";
import { within } from "../clock/within.js";
import { SafeEmitter } from "../events/emitter.js";
import type { PauseEvent } from "../events/events.js";
import { endsOnlyRound, type StopReason } from "../failure/codes.js";
import { labelled } from "../failure/labelled.js";
import { throwIfAborted } from "../failure/why-ended.js";
import { WireduelError } from "../failure/wireduel-error.js";
import { type LoadSlice, sliceLoad, slicesFor } from "../load/slice-load.js";
import type { CheckedOptions } from "../options/benchmark-options.js";
import { fewAtOnce } from "../process/few-at-once.js";
import type { RoundResult } from "../result/result.js";
import type { JoinedSenders } from "../senders/group-sender.js";
import type { RoundSender, WarmRound } from "../senders/round-sender.js";
import { Sender } from "../senders/sender.js";
import { SenderGroup } from "../senders/sender-group.js";
import { sliceOrders } from "./slice-orders.js";

/**
 * How long an adapter may take to give what it measured, after another one has failed or the caller aborted the run. On a busy
 * machine, what it measured must not be lost.
 */
const GIVE_UP_WITHIN_MS = 10_000;
/** How long a process may take to hear that the caller aborted the run: a little longer than a round waits for its receiver. */
const HEAR_WITHIN_MS = 750;

/** One block: one round of every adapter. */
export interface BlockPlan
  extends Pick<CheckedOptions, "adapters" | "settings" | "senders" | "receivers" | "signal" | "emitter"> {
  /** The senders that joined the run. Null: they are processes of this machine. */
  readonly joined: JoinedSenders | null;
  /** Index of the block, from 0. */
  readonly block: number;
  /** How many blocks there will be. Null if that is not known yet. */
  readonly blocks: number | null;
  /** The adapters as indexes, in the order in which they run. */
  readonly order: readonly number[];
  /** Seed of the order of slices. */
  readonly seed: number;
  /**
   * How many slices each round has. Null: as many as suit the load. 1: one round after another, and only one adapter
   * has open links.
   */
  readonly slices: number | null;
}

/** A complete round of a block. */
export interface BlockRound {
  /** Index of the adapter. */
  readonly index: number;
  readonly result: RoundResult;
}

/** What is known of a block when it is over. */
export interface BlockReport {
  /** Whether every adapter's ends read the same clock. If not, its rounds cannot have slices. */
  readonly clocksShared: boolean;
  /** How long the loads took, all together, in milliseconds. */
  readonly measuredMs: number;
}

/**
 * Runs one block in fresh processes. Calls `add` with the rounds that have a result, also if the block then fails.
 * @throws WireduelError if a round cannot start, or ends early for a reason that ends the run
 */
export async function runBlock(
  plan: BlockPlan,
  add: (rounds: readonly BlockRound[]) => void,
): Promise<BlockReport> {
  const places = [...plan.order.keys()];
  const groups = plan.slices === 1 ? places.map((place) => [place]) : [places];
  const reports: BlockReport[] = [];
  for (const group of groups) reports.push(await new BlockPart(plan, group).run(add));
  return {
    clocksShared: reports.every(({ clocksShared }) => clocksShared),
    measuredMs: reports.reduce((sum, { measuredMs }) => sum + measuredMs, 0),
  };
}

/** The rounds of a block whose links are open at the same time. Only one of them sends at a time. */
class BlockPart {
  readonly #plan: BlockPlan;
  /** In the order of the block. */
  readonly #senders: readonly RoundSender[];
  readonly #firstPlace: number;
  readonly #emitter: SafeEmitter;
  /** For each sender, the place of each of its slices. */
  readonly #places: readonly number[][];
  readonly #stopped = new Map<RoundSender, StopReason>();
  /** What each sender gives at its end. It gives that once. */
  readonly #outcomes = new Map<RoundSender, Promise<BlockRound>>();
  #measuring = false;
  #cancelKill: () => void = () => {};
  #finished = false;

  /** @param places positions in the order of the block */
  constructor(plan: BlockPlan, places: readonly number[]) {
    const {
      adapters,
      settings,
      block: round,
      blocks: rounds,
      order,
      signal,
      emitter,
      senders,
      receivers,
      joined,
    } = plan;
    throwIfAborted(signal);
    this.#plan = plan;
    this.#emitter = new SafeEmitter(emitter);
    this.#firstPlace = places[0] ?? 0;
    this.#places = places.map(() => []);
    const modules = adapters.flatMap(modulesOf);
    this.#senders = places.map((place) => {
      const index = order[place] as number;
      const adapter = adapters[index] as (typeof adapters)[number];
      const roundOrder = { adapter, index, settings, round, rounds, signal, emitter };
      return senders === 1 && joined === null
        ? new Sender(roundOrder, modules)
        : new SenderGroup(roundOrder, { senders, receivers, joined, modules });
    });
  }

  /** A sender that is not open yet looks at the signal itself. */
  readonly #onAbort = (): void => {
    for (const sender of this.#senders) sender.abort("the caller aborted the run");
    // A process whose event loop is blocked, or that is stopped, does not hear it.
    this.#killAfter(HEAR_WITHIN_MS, "deaf", () => this.#killAfter(GIVE_UP_WITHIN_MS, "all"));
  };

  #killAfter(ms: number, which: "all" | "deaf", then: () => void = () => {}): void {
    this.#cancelKill = afterListening(ms, () => {
      for (const sender of this.#senders) sender.kill("did not end after the caller aborted the run", which);
      then();
    });
  }

  async run(add: (rounds: readonly BlockRound[]) => void): Promise<BlockReport> {
    // One listener for all senders: Node warns of a leak if a signal has more than ten.
    const { signal } = this.#plan;
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    try {
      this.#pause("start", this.#single, 0, null);
      const warm = await this.#open();
      const warmMs = warm.flatMap(({ serviceMs }) => serviceMs ?? []);
      const clocksShared = warm.every(({ clockShared }) => clockShared);
      const beganAt = systemClock.now();
      await this.#measure(this.#slices(warmMs, clocksShared));
      const measuredMs = (systemClock.now() - beganAt) / NS_PER_MS;
      const rounds = await Promise.all(this.#senders.map((sender) => this.#finish(sender)));
      this.#finished = true;
      add(rounds);
      this.#throwIfStopped();
      return { clocksShared, measuredMs };
    } catch (error) {
      await this.#giveUp(add);
      throw error;
    } finally {
      await Promise.all(this.#senders.map((sender) => sender.close()));
      signal?.removeEventListener("abort", this.#onAbort);
      this.#cancelKill();
    }
  }

  #open(): Promise<WarmRound[]> {
    // The processes of the first adapter may have been started ahead. They wait for the first block only, so that all others
    // open in balanced order.
    const first = this.#plan.block === 0;
    const senders = first ? [...this.#senders].sort((a, b) => a.index - b.index) : this.#senders;
    const tasks = senders.map((sender) => () => withLabel(sender, sender.open()));
    // A sender and its receiver start at the same time.
    return fewAtOnce(tasks, Math.max(1, Math.floor(availableParallelism() / 2)));
  }

  #slices(warmMs: readonly number[], clocksShared: boolean): LoadSlice[] {
    const { settings, slices } = this.#plan;
    const { load } = settings;
    if (!clocksShared) return sliceLoad(load, 1);
    const wanted = slices ?? (this.#senders.length === 1 ? 1 : slicesFor(load, warmMs));
    return sliceLoad(load, Math.min(wanted, load.count ?? Number.POSITIVE_INFINITY));
  }

  /** Sends one slice after another. No adapter sends two in a row. */
  async #measure(slices: readonly LoadSlice[]): Promise<void> {
    this.#measuring = true;
    const sliced = slices.length > 1;
    const seed = this.#plan.seed + this.#plan.block;
    const orders = sliced
      ? sliceOrders(this.#senders.length, slices.length, seed)
      : [[...this.#senders.keys()]];
    let place = 0;
    let done = 0;
    for (const [number, slice] of slices.entries()) {
      for (const index of orders[number] as readonly number[]) {
        const sender = this.#senders[index] as RoundSender;
        const before = done++;
        if (this.#stopped.has(sender)) continue;
        this.#pause("measure", sender, before, slices.length);
        if (sliced) this.#places[index]?.push(place++);
        const last = number === slices.length - 1;
        const reason = await withLabel(sender, sender.measure(slice, { sliced, last }));
        if (reason) this.#stopped.set(sender, reason);
        if (reason && !endsOnlyRound(reason)) return this.#abortOthers(sender);
      }
    }
    this.#pause("finish", this.#single, done, slices.length);
  }

  /** The only sender. Null if there are several. */
  get #single(): RoundSender | null {
    return this.#senders.length === 1 ? (this.#senders[0] as RoundSender) : null;
  }

  /**
   * Nothing is sent until the handlers return.
   * @param done how many slices of this part of the block are complete
   * @param slices how many slices each adapter has. Null: not known yet.
   */
  #pause(next: PauseEvent["next"], sender: RoundSender | null, done: number, slices: number | null): void {
    if (!this.#emitter.has("pause")) return;
    const { block, blocks: of, order } = this.#plan;
    this.#emitter.emit("pause", {
      next,
      label: sender?.label ?? null,
      part: "rounds",
      block,
      of,
      slice: this.#firstPlace + done,
      // If each adapter has a part of its own, each part has one slice.
      slices: slices && slices * order.length,
    });
  }

  #abortOthers(stopped: RoundSender): void {
    for (const sender of this.#senders) {
      if (sender !== stopped) sender.abort(`the run ended because of ${stopped.label}`);
    }
  }

  #finish(sender: RoundSender): Promise<BlockRound> {
    const outcome = this.#outcomes.get(sender) ?? this.#outcomeOf(sender);
    this.#outcomes.set(sender, outcome);
    return outcome;
  }

  async #outcomeOf(sender: RoundSender): Promise<BlockRound> {
    const { result, stop } = await withLabel(sender, sender.finish());
    // It may have ended after the last payload.
    if (stop && !this.#stopped.has(sender)) this.#stopped.set(sender, stop);
    const index = this.#senders.indexOf(sender);
    const { slices, ...round } = result;
    const placed = slices.map((slice, number) => ({
      place: this.#places[index]?.[number] as number,
      ...slice,
    }));
    const place = this.#firstPlace + index;
    return { index: sender.index, result: { block: this.#plan.block, place, ...round, slices: placed } };
  }

  #throwIfStopped(): void {
    for (const { label, failure } of this.#senders) if (failure) throw labelled(label, failure);
    for (const [{ label }, reason] of this.#stopped) {
      if (!endsOnlyRound(reason)) throw new WireduelError(reason.code, `${label}: ${reason.message}`);
    }
  }

  /** Ends all rounds. Those that were being measured may still have a result. */
  async #giveUp(add: (rounds: readonly BlockRound[]) => void): Promise<void> {
    if (this.#finished) return;
    const slow = () => new Error("too slow");
    const ending = this.#senders.map(async (sender) => {
      sender.abort("the run ended because another round failed");
      return within(this.#finish(sender), GIVE_UP_WITHIN_MS, slow);
    });
    const ended = await Promise.allSettled(ending);
    const rounds = ended.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
    if (this.#measuring && rounds.length > 0) add(rounds);
  }
}

/** Puts the label of the adapter before the message of an error. */
async function withLabel<T>({ label }: RoundSender, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw labelled(label, error);
  }
}
