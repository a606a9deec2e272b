// Options that several senders need, and those that only one sender can have.
import type { Adapter } from "../adapter/contract.js";
import type { Load } from "../load/load.js";
import { invalidOption, mismatch } from "./kinds.js";
import type { CheckedReceiver } from "./receiver-option.js";

/** How many processes of one machine can send. */
export const MOST_LOCAL_SENDERS = 64;

/** The options that are checked together. */
export interface SendersOptions {
  readonly senders: number;
  /** Whether they join from other places. */
  readonly joining: boolean;
  readonly receivers: number;
  readonly receiver: CheckedReceiver;
  readonly adapters: readonly Adapter[];
  readonly slices: number | null;
  readonly senderPort: number;
}

/**
 * Checks what several senders need.
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkSenders(options: SendersOptions): void {
  const { senders, joining, receivers, receiver, adapters, slices, senderPort } = options;
  if (joining) checkReceiverOfJoined(receiver);
  if (receivers > senders) throw invalidOption("receivers", `at most \`senders\` (${senders})`, receivers);
  if (receivers > 1 && receiver !== "process") {
    throw invalidOption("receivers", '1, unless `receiver` is "process"', receivers);
  }
  if (senders === 1 && !joining) return;
  if (receiver === "inline") {
    throw invalidOption("senders", '1 with `receiver: "inline"`, because senders need processes', senders);
  }
  if (slices !== null && slices > 1) {
    throw invalidOption(
      "slices",
      "1 or left out with several senders, whose rounds run in one piece",
      slices,
    );
  }
  for (const [index, { supports, unixSocket, direction, protocol }] of adapters.entries()) {
    const place = `adapters[${index}]`;
    if (!supports.secret) {
      const wanted =
        "an adapter that claims `supports.secret`, because several senders share a port of the receiver";
      throw mismatch(place, wanted, protocol.name);
    }
    if (unixSocket !== null) {
      throw invalidOption(`${place}.unixSocket`, "left out with several senders", unixSocket.path ?? true);
    }
    if (direction === "push" && senderPort !== 0) {
      const wanted = "0 with several senders, because each of them listens in a push";
      throw invalidOption("senderPort", wanted, senderPort);
    }
  }
}

/** Senders on other hosts need a receiver that they can reach, and private keys stay where they are. */
function checkReceiverOfJoined(receiver: CheckedReceiver): void {
  if (typeof receiver === "string") {
    const wanted = "{ url } of a receiver server with `senders.join`, because senders must reach it";
    throw invalidOption("receiver", wanted, receiver);
  }
  if (receiver.tls?.key === undefined) return;
  const wanted = "left out with `senders.join`, because a private key is never sent to another host";
  throw mismatch("receiver.tls.key", wanted, "one");
}

/**
 * Checks that each sender has something to send.
 * @param name of the option with the number of payloads
 * @throws WireduelError `INVALID_OPTION`
 */
export function checkShares(senders: number, load: Load, maxInFlight: number, name: string): void {
  if (senders === 1) return;
  const least = `at least \`senders\` (${senders})`;
  if (load.count !== null && load.count < senders) throw invalidOption(name, least, load.count);
  if (maxInFlight < senders) throw invalidOption("maxInFlight", least, maxInFlight);
  if (load.kind !== "constant-rate" || load.durationMs === null) return;
  const due = Math.ceil((load.durationMs * load.ratePerSecond) / 1_000);
  if (due >= senders) return;
  throw mismatch("load", `so long that at least \`senders\` (${senders}) payloads are due`, `${due}`);
}
