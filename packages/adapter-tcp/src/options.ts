import {
  type LabelTexts,
  type OptionHelp,
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
  /**
   * Whether both processes keep the memory of large messages for the next ones. Default: false, like glibc in
   * a new process: it gives memory back to the kernel, and each page that it takes again is a page fault. It
   * is a setting of the whole process, and stays set. No effect with another allocator.
   */
  keepMemory: boolean;
}

export const tcpOptions: OptionKinds<TcpOptions> = {
  noDelay: option.flag(true),
  coalesce: option.flag(false),
  keepMemory: option.flag(false),
};

export const tcpHelp: OptionHelp<TcpOptions> = {
  noDelay: "Whether small packets leave at once (`TCP_NODELAY`), at both ends.",
  coalesce: "Whether frames written in one turn of the event loop are sent in one system call.",
  keepMemory: "Whether both processes keep the memory of large messages for the next ones.",
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
  keepMemory: {
    value: true,
    reason:
      "memory of large messages stays with the process, so that the next ones cause no page faults (glibc)",
  },
};

export const tcpLabels: LabelTexts<TcpOptions> = {
  noDelay: (noDelay) => (noDelay ? "no delay" : "Nagle"),
  coalesce: (coalesce) => (coalesce ? "coalesced" : "not coalesced"),
  keepMemory: (kept) => (kept ? "kept memory" : "memory not kept"),
};
