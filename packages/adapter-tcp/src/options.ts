import {
  type LabelTexts,
  type OptionKinds,
  type Override,
  option,
  type TunedOptions,
} from "@wireduel/core/adapter";

/** Options of `tcp()`. */
export interface TcpOptions {
  /**
   * Whether small packets leave at once (`TCP_NODELAY`), at both ends. Default: true, as the libraries of
   * WebSocket and gRPC set it. Node's own default is false.
   */
  noDelay: boolean;
  /**
   * Whether frames written in one turn of the event loop are sent in one system call. Default: false: each
   * frame is sent separately.
   */
  coalesce: boolean;
}

export const tcpOptions: OptionKinds<TcpOptions> = {
  noDelay: option.flag(true),
  coalesce: option.flag(false),
};

/** What `tcp()` changes from what `node:net` does by itself. */
export function tcpOverrides({ noDelay }: TcpOptions): readonly Override[] {
  if (!noDelay) return [];
  const reason = "without it, a small packet may wait for the acknowledgement of the one before";
  return [{ setting: "noDelay", value: true, libraryValue: false, reason }];
}

export const tunedTcpOptions: TunedOptions<TcpOptions> = {
  coalesce: {
    value: true,
    reason:
      "frames and replies of one turn are sent in one system call, which is faster with many payloads in flight",
  },
};

export const tcpLabels: LabelTexts<TcpOptions> = {
  noDelay: (noDelay) => (noDelay ? "no delay" : "Nagle"),
  coalesce: (coalesce) => (coalesce ? "coalesced" : "not coalesced"),
};
