import {
  flag,
  integer,
  invalidOption,
  type OptionKind,
  type OptionKinds,
  oneOf,
  type TunedOptions,
  text,
} from "@wireduel/core";
import { bufferutilInstalled } from "./library.js";

/** Options of `ws()`. */
export interface WsOptions {
  /** The path of the WebSocket URL. Default: `/`. */
  path: string;
  /**
   * Offers the `permessage-deflate` extension at both ends. Default: false, as in the server of ws; it compresses every
   * message, also one that does not compress.
   */
  perMessageDeflate: boolean;
  /**
   * The key by which a dialling end masks what it sends. `random` (the default) is what RFC 6455 section 5.3 wants.
   * `zero` leaves the bytes as they are and is faster; it breaks that rule, so it is for measurements and trusted networks.
   */
  mask: "random" | "zero";
  /**
   * Whether ws may mask and unmask by the native package bufferutil. Default: false, as by `npm install ws`, which masks in
   * JavaScript. Where Node itself has the code (`http.websocketMask`), ws takes that, whatever this says.
   */
  bufferutil: boolean;
  /** Whether frames that are sent in one turn of the event loop leave in one system call. Default: false. */
  coalesce: boolean;
  /**
   * The bytes of each fragment that a large payload travels in: several messages' worth of memory are then never asked for
   * at once. 0 (the default): the payload is one fragment.
   */
  fragmentBytes: number;
}

/** Refuses what is not installed, rather than measure something else. */
const bufferutil: OptionKind<boolean> = {
  default: false,
  parse(name, value) {
    const wanted = flag(false).parse(name, value);
    if (wanted && !bufferutilInstalled) {
      throw invalidOption(name, "false, as ws finds no bufferutil here (`npm install bufferutil`)", value);
    }
    return wanted;
  },
};

export const wsOptions: OptionKinds<WsOptions> = {
  path: text(
    "/",
    // A URL would turn dot segments into another path than the server compares with.
    /^(?!.*\/\.{1,2}(\/|$))\/[\w\-.~/]*$/,
    "a path of letters, digits, - . _ ~ and /, beginning with /, without dot segments",
  ),
  perMessageDeflate: flag(false),
  mask: oneOf("random", ["random", "zero"]),
  bufferutil,
  coalesce: flag(false),
  fragmentBytes: integer(0, { min: 0, max: 2 ** 30 }),
};

/** All of it is within RFC 6455: mask keys stay unpredictable. */
export const tunedWsOptions: TunedOptions<WsOptions> = {
  bufferutil: {
    value: bufferutilInstalled,
    reason: bufferutilInstalled
      ? "masks and unmasks natively, which costs a tenth of JavaScript's time or less"
      : "would mask natively, but is not installed here",
  },
  coalesce: {
    value: true,
    reason:
      "frames and replies of one turn leave in one system call: more of them a second with many under way",
  },
};
