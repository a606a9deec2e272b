import type { Clock } from "../clock/clock.js";
import type { Codec } from "../codec/codec.js";
import type { Payloads } from "../payload/payload-set.js";
import type { LinkSilence } from "./link-silence.js";

/** Options of `Exchange`. */
export interface ExchangeOptions {
  readonly connections: number;
  readonly codec: Codec;
  readonly maxFrameBytes: number;
  /** How long an acknowledgement may take. */
  readonly timeoutMs: number;
  /** Whether links keep the order. Then an undecodable frame must be the oldest one of its link. */
  readonly ordered: boolean;
  readonly clock: Clock;
  /** What the receiver must reply with. Null: the receipt alone. */
  readonly replies: Payloads | null;
  /** Counts time-outs without a reply between them. */
  readonly silence: LinkSilence;
}
