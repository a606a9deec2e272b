import { flag, type OptionKinds, type TunedOptions } from "@wireduel/core";

/** Options of `tcp()`. */
export interface TcpOptions {
  /**
   * Whether frames that are written in one turn of the event loop leave in one system call. Default: false; each frame
   * leaves by itself.
   */
  coalesce: boolean;
}

export const tcpOptions: OptionKinds<TcpOptions> = { coalesce: flag(false) };

export const tunedTcpOptions: TunedOptions<TcpOptions> = {
  coalesce: {
    value: true,
    reason:
      "frames and replies of one turn leave in one system call: more of them a second with many under way",
  },
};
