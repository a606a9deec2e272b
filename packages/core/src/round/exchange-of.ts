import type { Adapter } from "../adapter/contract.js";
import { systemClock } from "../clock/clock.js";
import { frameLimit } from "../codec/codec.js";
import type { RoundSettings } from "../options/benchmark-options.js";
import { PayloadSet } from "../payload/payload-set.js";
import { Exchange } from "./exchange.js";
import { LinkSilence, type LinkSilenceOptions } from "./link-silence.js";

/**
 * The exchange of a round.
 * @param connections how many connections it has
 */
export function exchangeOf(
  { settings, adapter }: { readonly settings: RoundSettings; readonly adapter: Adapter },
  connections: number,
  handlers: Pick<LinkSilenceOptions, "onTimeout" | "onSilent">,
): Exchange {
  const { maxPayloadBytes, timeoutMs, giveUpAfter, replies } = settings;
  return new Exchange({
    connections,
    codec: adapter.codec,
    maxFrameBytes: frameLimit(adapter.codec, maxPayloadBytes),
    timeoutMs,
    ordered: adapter.supports.ordered,
    clock: systemClock,
    replies: replies && PayloadSet.of([replies]),
    silence: new LinkSilence({ timeoutMs, giveUpAfter, clock: systemClock, ...handlers }),
  });
}
