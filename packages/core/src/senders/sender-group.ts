import { randomUUID } from "node:crypto";
import { NS_PER_MS, systemClock } from "../clock/clock.js";
import type { SenderGroup as Group } from "../control/control-types.js";
import { type ForkedReceiverServer, forkReceiverServer } from "../control/fork-receiver-server.js";
import { ROUND_ERROR_CODES, type RoundErrorCode, type StopReason } from "../failure/codes.js";
import { labelled } from "../failure/labelled.js";
import { asWireduelError, WireduelError } from "../failure/wireduel-error.js";
import type { LoadSlice } from "../load/slice-load.js";
import type { Emitter } from "../options/emitter-option.js";
import type { RemoteReceiver } from "../options/receiver-option.js";
import { fewAtOnce } from "../process/few-at-once.js";
import type { Piece } from "../round/measure-phase.js";
import type { RoundOrder } from "../round/measure-round.js";
import type { RoundOutcome } from "../round/round.js";
import { GroupEvents } from "./group-events.js";
import type { GroupSender, JoinedSenders } from "./group-sender.js";
import { mergeRounds } from "./merge-rounds.js";
import type { RoundSender, WarmRound } from "./round-sender.js";
import { Sender } from "./sender.js";
import type { SenderOutcome } from "./sender-outcome.js";
import { firstOf, type SenderPlace, settingsOfSender, shareOf, shareOfLoad } from "./share.js";

/** From when all senders of this machine are ready until they begin. Each must have got the message by then. */
const LEAD_NS = 20 * NS_PER_MS;

/** How a group of senders is made. */
export interface SenderGroupOptions {
  readonly senders: number;
  readonly receivers: number;
  /** Those that joined the run. Null: they are processes of this machine. */
  readonly joined: JoinedSenders | null;
  /** See `Sender`. */
  readonly modules: readonly string[];
}

/** One sender of the group, and what it has to send. */
interface Member {
  readonly label: string;
  readonly place: SenderPlace;
  readonly receiver: number;
  readonly sender: GroupSender;
  readonly slice: LoadSlice;
  lost: WireduelError | undefined;
}

/**
 * One round of several senders: processes that begin at one instant, each with its share of the load and its own session at
 * a receiver that they share. Its result is that of all of them together.
 */
export class SenderGroup implements RoundSender {
  readonly index: number;
  readonly label: string;
  readonly #order: RoundOrder & { readonly emitter: Emitter };
  readonly #options: SenderGroupOptions;
  readonly #events: GroupEvents;
  readonly #receivers: ForkedReceiverServer[] = [];
  readonly #aborting = new AbortController();
  #members: readonly Member[] = [];
  /** When the load of all should begin, in nanoseconds. */
  #startAt = 0;
  /** The first one that was lost. Others may be lost because of it. */
  #firstLost: Member | undefined;
  /** Why the round of a sender ended early: the first one, which the others may not know. */
  #stop: StopReason | undefined;

  constructor(order: RoundOrder & { readonly emitter: Emitter }, options: SenderGroupOptions) {
    this.index = order.index;
    this.label = order.adapter.label;
    this.#order = order;
    this.#options = options;
    this.#events = new GroupEvents(order.emitter, order.settings);
  }

  get failure(): WireduelError | undefined {
    return this.#firstLost && ofSender(this.#firstLost, this.#firstLost.lost);
  }

  async open(): Promise<WarmRound> {
    const { signal } = this.#aborting;
    signal.throwIfAborted();
    const remotes = await this.#openReceivers(signal);
    this.#members = this.#makeMembers(remotes);
    signal.throwIfAborted();
    const { joined } = this.#options;
    const warm = await fewAtOnce(
      this.#members.map((member) => async () => {
        try {
          return await member.sender.open();
        } catch (error) {
          throw ofSender(member, error);
        }
      }),
      joined?.openAtOnce(this.#order.settings),
    );
    const serviceMs = warm.flatMap((one) => one.serviceMs ?? []).sort((a, b) => a - b);
    return {
      serviceMs: serviceMs[Math.floor(serviceMs.length / 2)] ?? null,
      clockShared: warm.every(({ clockShared }) => clockShared),
    };
  }

  /** Sends the whole load: the round of a group has no slices. */
  async measure(_: LoadSlice, piece: Piece): Promise<StopReason | null> {
    await this.#all(({ sender }) => sender.prepare());
    if (this.#stop) return this.#stop;
    const startAt = systemClock.now() + (this.#options.joined?.leadNs ?? LEAD_NS);
    this.#startAt = startAt;
    await this.#all(({ sender, slice }) => sender.measure(slice, piece, startAt));
    return this.#stop ?? null;
  }

  async finish(): Promise<RoundOutcome> {
    const ended = await Promise.allSettled(this.#members.map(({ sender }) => sender.finish()));
    const outcomes = this.#members.map((member, index): SenderOutcome => {
      const end = ended[index] as PromiseSettledResult<RoundOutcome>;
      if (end.status === "rejected") this.#lose(member, end.reason);
      const outcome = end.status === "fulfilled" ? end.value : undefined;
      const { label, receiver, slice, place, sender, lost } = member;
      const plannedAt = this.#startAt + slice.startAfterMs * NS_PER_MS;
      const { connections } = this.#order.settings;
      return {
        label,
        receiver,
        load: slice.load,
        firstConnection: firstOf(connections, place),
        connections: shareOf(connections, place),
        measured: outcome?.part
          ? {
              result: outcome.result,
              part: outcome.part,
              plannedAt,
              ...sender.clockOffset(outcome.part.beganAt ?? plannedAt),
            }
          : null,
        lost: lost ? { code: roundCode(lost.code), message: lost.message } : null,
      };
    });
    if (this.failure && outcomes.every(({ measured }) => measured === null)) throw this.failure;
    const result = await mergeRounds(outcomes, this.#order.settings.maxTransmissions);
    const [stop] = ended.flatMap((one) => (one.status === "fulfilled" ? (one.value.stop ?? []) : []));
    return { result, stop: this.#stop ?? stop };
  }

  abort(message: string): void {
    this.#aborting.abort(new WireduelError("ABORTED", message));
    for (const { sender } of this.#members) sender.abort(message);
  }

  kill(because: string, which: "all" | "deaf"): void {
    // Receivers that are still starting end when they are aborted.
    for (const { sender } of this.#members) sender.kill(because, which);
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map(({ sender }) => sender.close()));
    await Promise.all(this.#receivers.map((receiver) => receiver.close()));
  }

  /** The receivers of this round. A receiver server is there already. */
  async #openReceivers(signal: AbortSignal): Promise<RemoteReceiver[]> {
    const { adapter, settings } = this.#order;
    if (typeof settings.receiver === "object") return [settings.receiver];
    const { receivers, modules } = this.#options;
    const starts = Array.from({ length: receivers }, () => async () => {
      const receiver = await forkReceiverServer(adapter, {
        timeoutMs: settings.connectTimeoutMs,
        modules,
        signal,
      });
      this.#receivers.push(receiver);
      return receiver.remote;
    });
    return fewAtOnce(starts);
  }

  #makeMembers(remotes: readonly RemoteReceiver[]): Member[] {
    const { senders: of, modules, joined } = this.#options;
    const { settings } = this.#order;
    const groups = remotes.map((_, index): Group => {
      return { id: randomUUID(), senders: shareOf(of, { index, of: remotes.length }) };
    });
    return Array.from({ length: of }, (_, index): Member => {
      const place = { index, of };
      const receiver = index % remotes.length;
      const own = {
        ...settingsOfSender(settings, place),
        receiver: remotes[receiver] as RemoteReceiver,
        group: groups[receiver] as Group,
      };
      const order = { ...this.#order, settings: own, emitter: this.#events.emitterOf(index) };
      return {
        label: joined?.labelOf(index) ?? `sender ${index + 1}`,
        place,
        receiver,
        sender: joined?.sender(index, order) ?? new Sender(order, modules),
        slice: shareOfLoad(settings.load, place),
        lost: undefined,
      };
    });
  }

  /** Calls all senders at once. If one is lost, or its round ends early, the others end theirs, too. */
  async #all(call: (member: Member) => Promise<StopReason | null>): Promise<void> {
    await Promise.all(
      this.#members.map(async (member) => {
        try {
          const reason = await call(member);
          if (reason) this.#stopOthers(member, reason);
        } catch (error) {
          this.#lose(member, error);
          this.abort(`${member.label} was lost`);
        }
      }),
    );
    if (this.failure) throw this.failure;
  }

  #stopOthers(stopped: Member, reason: StopReason): void {
    this.#stop ??= reason;
    for (const member of this.#members) {
      // Those of a receiver that is lost find that out themselves.
      const knows = reason.code === "RECEIVER_LOST" && member.receiver === stopped.receiver;
      if (member !== stopped && !knows) member.sender.abort(`the round of ${stopped.label} ended early`);
    }
  }

  #lose(member: Member, error: unknown): void {
    member.lost ??= asWireduelError(error, "UNEXPECTED", "the sender failed");
    this.#firstLost ??= member;
  }
}

/** The error with the name of the sender. */
function ofSender({ label, place }: Pick<Member, "label" | "place">, error: unknown): WireduelError {
  return labelled(place.of === 1 ? label : `${label}, one of ${place.of} senders`, error);
}

function roundCode(code: string): RoundErrorCode {
  return ROUND_ERROR_CODES.find((one) => one === code) ?? "SENDER_LOST";
}
