import { flag, type OptionKinds, oneOf, text } from "@wireduel/core";

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
}

export const wsOptions: OptionKinds<WsOptions> = {
  path: text(
    "/",
    // A URL would turn dot segments into another path than the server compares with.
    /^(?!.*\/\.{1,2}(\/|$))\/[\w\-.~/]*$/,
    "a path of letters, digits, - . _ ~ and /, beginning with /, without dot segments",
  ),
  perMessageDeflate: flag(false),
  mask: oneOf("random", ["random", "zero"]),
};
