import { type OptionKinds, option, type TunedOptions } from "@wireduel/core/adapter";

/** Options of `tcp()`. */
export interface TcpOptions {
  /**
   * Whether frames written in one turn of the event loop are sent in one system call. Default: false: each
   * frame is sent separately.
   */
  coalesce: boolean;
}

export const tcpOptions: OptionKinds<TcpOptions> = { coalesce: option.flag(false) };

export const tunedTcpOptions: TunedOptions<TcpOptions> = {
  coalesce: {
    value: true,
    reason:
      "frames and replies of one turn are sent in one system call, which is faster with many payloads in flight",
  },
};
