import {
  formatBytes,
  invalidOption,
  type LabelTexts,
  type OptionHelp,
  type OptionKind,
  type OptionKinds,
  type Override,
  option,
  type TunedOptions,
} from "@wireduel/core/adapter";
import { deflateInWords, type PerMessageDeflate, perMessageDeflate } from "./deflate.js";
import { bufferutilInstalled } from "./library.js";

/** Options of `ws()`. */
export interface WsOptions {
  /** The path of the WebSocket URL. Default: `/`. */
  path: string;
  /**
   * Whether both ends agree on the `permessage-deflate` extension, and how they compress. Default: false, as in
   * ws: its client offers the extension, and its server declines. It compresses every message, even if the
   * message does not get smaller.
   */
  perMessageDeflate: boolean | PerMessageDeflate;
  /** Whether small packets leave at once (`TCP_NODELAY`), at both ends. Default: true, as in ws. */
  noDelay: boolean;
  /**
   * The largest message that an end receives, in bytes (`maxPayload` in ws). ws closes the connection over a
   * larger one, with code 1009. 1 to 2^31 - 1. Default: 100 MiB, as in ws.
   */
  maxReceiveMessageBytes: number;
  /**
   * The mask key of a dialling end: `random`, as RFC 6455 requires, or `zero`, which is faster but violates it.
   * Default: `random`. `zero` does not change the bytes. Use it for measurements and on trusted networks (section 5.3).
   */
  mask: "random" | "zero";
  /**
   * Whether ws may use the native package bufferutil to mask and unmask. Default: false, as after `npm
   * install ws`: it masks in JavaScript. If Node has native code for it (`http.websocketMask`), ws always
   * uses that.
   */
  bufferutil: boolean;
  /** Whether frames sent in one turn of the event loop are sent in one system call. Default: false. */
  coalesce: boolean;
  /**
   * Whether both processes keep the memory of large messages for the next ones. Default: false, like glibc in
   * a new process: it gives memory back to the kernel, and each page that it takes again is a page fault. It
   * is a setting of the whole process, and stays set. No effect with another allocator.
   */
  keepMemory: boolean;
  /**
   * The size of the fragments of a large payload, in bytes. 0: one fragment. 0 to 2^30. Default: 0. With fragments, ws
   * never needs memory for a complete payload.
   */
  fragmentBytes: number;
}

/** ws's own default of `maxPayload`. */
export const DEFAULT_MAX_RECEIVE_BYTES: number = 100 * 2 ** 20;
/** How long a closing handshake may take before the connection is destroyed. */
export const CLOSE_TIMEOUT_MS = 1_000;
/** ws converts its limit to a 32-bit integer. */
const MOST_RECEIVE_BYTES = 2 ** 31 - 1;

/** Refuses `true` if bufferutil is not installed, because the run would measure something else. */
const bufferutil: OptionKind<boolean> = {
  default: false,
  schema: { type: "boolean" },
  parse(name, value) {
    const wanted = option.flag(false).parse(name, value);
    if (wanted && !bufferutilInstalled) {
      throw invalidOption(
        name,
        "false, because bufferutil is not installed (`npm install bufferutil`)",
        value,
      );
    }
    return wanted;
  },
};

export const wsOptions: OptionKinds<WsOptions> = {
  path: option.text(
    "/",
    // URLs resolve dot segments, so the server would get a different path.
    /^(?!.*\/\.{1,2}(\/|$))\/[\w\-.~/]*$/,
    "a path of letters, digits, - . _ ~ and /, beginning with /, without dot segments",
  ),
  perMessageDeflate,
  noDelay: option.flag(true),
  maxReceiveMessageBytes: option.integer(DEFAULT_MAX_RECEIVE_BYTES, { min: 1, max: MOST_RECEIVE_BYTES }),
  mask: option.oneOf("random", ["random", "zero"]),
  bufferutil,
  coalesce: option.flag(false),
  keepMemory: option.flag(false),
  fragmentBytes: option.integer(0, { min: 0, max: 2 ** 30 }),
};

export const wsHelp: OptionHelp<WsOptions> = {
  path: "The path of the WebSocket URL.",
  perMessageDeflate: "Whether both ends agree on the `permessage-deflate` extension, and how they compress.",
  noDelay: "Whether small packets leave at once (`TCP_NODELAY`), at both ends.",
  maxReceiveMessageBytes: "The largest message that an end receives, in bytes (`maxPayload` in ws).",
  mask: "The mask key of a dialling end: `random`, as RFC 6455 requires, or `zero`, which is faster but violates it.",
  bufferutil: "Whether ws may use the native package bufferutil to mask and unmask.",
  coalesce: "Whether frames sent in one turn of the event loop are sent in one system call.",
  keepMemory: "Whether both processes keep the memory of large messages for the next ones.",
  fragmentBytes: "The size of the fragments of a large payload, in bytes. 0: one fragment.",
};

/** These options conform to RFC 6455: mask keys stay unpredictable. */
export const tunedWsOptions: TunedOptions<WsOptions> = {
  bufferutil: {
    value: bufferutilInstalled,
    reason: bufferutilInstalled
      ? "masks and unmasks in native code, which takes at most a tenth of the time of JavaScript"
      : "would mask in native code, but is not installed",
  },
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

const NOT_JOINED: Override = {
  setting: "binaryType",
  value: "fragments",
  libraryValue: "nodebuffer",
  reason: "the receiver need not join the fragments of a message",
};
const IN_PARTS: Override = {
  setting: "fragments per message",
  value: "one for each part of a frame of at least 16 KiB",
  libraryValue: "one",
  reason: "the sender need not copy header and payload into one buffer",
};
const SOON_CLOSED: Override = {
  setting: "closeTimeout",
  value: CLOSE_TIMEOUT_MS,
  libraryValue: 30_000,
  reason: "a link that closes does not wait longer for the other end",
};
const IN_JAVASCRIPT: Override = {
  setting: "bufferutil",
  value: "not used",
  libraryValue: "used if installed",
  reason: "`npm install ws` does not install it; the option `bufferutil` allows it",
};

/** What `ws()` changes from what ws does by itself. */
export function wsOverrides(options: WsOptions): readonly Override[] {
  return [
    NOT_JOINED,
    // A compressed message is sent as a whole.
    ...(options.perMessageDeflate ? [] : [IN_PARTS]),
    SOON_CLOSED,
    ...(options.bufferutil || !bufferutilInstalled ? [] : [IN_JAVASCRIPT]),
  ];
}

export const wsLabels: LabelTexts<WsOptions> = {
  path: (path) => `path ${path}`,
  perMessageDeflate: deflateInWords,
  noDelay: (noDelay) => (noDelay ? "no delay" : "Nagle"),
  maxReceiveMessageBytes: (bytes) => `messages up to ${formatBytes(bytes)}`,
  mask: (mask) => `${mask} mask`,
  bufferutil: (native) => (native ? "bufferutil" : "no bufferutil"),
  coalesce: (coalesce) => (coalesce ? "coalesced" : "not coalesced"),
  keepMemory: (kept) => (kept ? "kept memory" : "memory not kept"),
  fragmentBytes: (bytes) => (bytes === 0 ? "no fragments" : `${formatBytes(bytes)} fragments`),
};
