import {
  type Direction,
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

/** Options of `http()`. */
export interface HttpOptions {
  /** HTTP/1.1 by undici and `node:http`, or HTTP/2 by `node:http2`. Default: `1.1`. */
  version: "1.1" | "2";
  /**
   * How many TCP connections carry the requests of a link. Each takes the one with the fewest unanswered requests. They open when
   * the link opens, and stay open. In a push over HTTP/1.1, the requests are those with receipts, and the stream of payloads has
   * one more connection. In a push over HTTP/2, everything shares one. 1 to 64. Default: 1, as a `Client` of undici has.
   */
  connections: number;
  /**
   * How many requests of HTTP/1.1 may be unanswered on one TCP connection. Others wait for them. 1 to 1,024. Default: 1, as in
   * undici. HTTP/2 has no such limit.
   */
  pipelining: number;
  /**
   * The HTTP/2 flow-control window in bytes, of each stream and of the connection, at both ends. A sender may send this many
   * bytes before the receiver must send a window update. 65,535 to 2^31 - 1. Default: 65,535, as in HTTP/2. HTTP/1.1 has none.
   */
  windowBytes: number;
  /**
   * Whether both processes keep the memory of large messages for the next ones. Default: false, like glibc in
   * a new process: it gives memory back to the kernel, and each page that it takes again is a page fault. It
   * is a setting of the whole process, and stays set. No effect with another allocator.
   */
  keepMemory: boolean;
}

/** HTTP/2's default window (RFC 9113, section 6.9.2). Node does not change it. */
export const DEFAULT_WINDOW_BYTES = 65_535;
/** In MB, how much memory a session of HTTP/2 may take at either end. */
export const MOST_SESSION_MB = 1_000;
/** Timers of Node and undici have no longer time. */
export const LONGEST_MS: number = 2 ** 31 - 1;

const versions = option.oneOf("1.1", ["1.1", "2"]);

/** The command makes numbers of them: `http:version=2`. */
const version: OptionKind<HttpOptions["version"]> = {
  ...versions,
  parse: (name, value) => versions.parse(name, value === 1.1 || value === 2 ? String(value) : value),
};

export const httpOptions: OptionKinds<HttpOptions> = {
  version,
  connections: option.integer(1, { min: 1, max: 64 }),
  pipelining: option.integer(1, { min: 1, max: 1_024 }),
  windowBytes: option.integer(DEFAULT_WINDOW_BYTES, { min: DEFAULT_WINDOW_BYTES, max: 2 ** 31 - 1 }),
  keepMemory: option.flag(false),
};

export const httpHelp: OptionHelp<HttpOptions> = {
  version: "HTTP/1.1 by undici and `node:http`, or HTTP/2 by `node:http2`.",
  connections: "How many TCP connections carry the requests of a link.",
  pipelining: "How many requests of HTTP/1.1 may be unanswered on one TCP connection.",
  windowBytes: "The HTTP/2 flow-control window in bytes, of each stream and of the connection, at both ends.",
  keepMemory: "Whether both processes keep the memory of large messages for the next ones.",
};

/** Refuses options that would have no effect with this version. */
export function checkHttpOptions(
  { version, connections, pipelining, windowBytes }: HttpOptions,
  { direction }: { readonly direction: Direction },
): void {
  if (version === "2" && direction === "push" && connections !== 1) {
    const wanted = "left out in a push over HTTP/2, whose payloads and receipts share one connection";
    throw invalidOption("http.connections", wanted, connections);
  }
  if (version === "2" && pipelining !== 1) {
    throw invalidOption("http.pipelining", "left out with HTTP/2, which has streams instead", pipelining);
  }
  if (version === "1.1" && windowBytes !== DEFAULT_WINDOW_BYTES) {
    throw invalidOption("http.windowBytes", "left out with HTTP/1.1, which has no windows", windowBytes);
  }
}

const WIDE_WINDOW_BYTES = 16 * 2 ** 20;
/** As many as browsers open to an origin. */
const SEVERAL_CONNECTIONS = 6;

/** The fastest settings within the standards. */
export function tunedHttpOptions({ version }: HttpOptions): TunedOptions<HttpOptions> {
  const keepMemory = {
    value: true,
    reason:
      "memory of large messages stays with the process, so that the next ones cause no page faults (glibc)",
  };
  // It is not checked yet, and may be a number.
  if (String(version) === "2") {
    const reason = "a large payload need not wait for a window update after every 64 KiB";
    return { windowBytes: { value: WIDE_WINDOW_BYTES, reason }, keepMemory };
  }
  const reason = "a request need not wait for the answer to the one before";
  return { connections: { value: SEVERAL_CONNECTIONS, reason }, keepMemory };
}

const IDLE_REASON = "a long pause between two payloads must not close the connection";

/** What `http()` changes from what the libraries do by themselves. */
export function httpOverrides({ version }: HttpOptions): readonly Override[] {
  if (version === "2") {
    const reason = "more than 10 MB of payloads may be under way on a connection";
    return [{ setting: "maxSessionMemory", value: MOST_SESSION_MB, libraryValue: 10, reason }];
  }
  return [
    { setting: "server.keepAliveTimeout", value: 0, libraryValue: 5_000, reason: IDLE_REASON },
    { setting: "keepAliveTimeout", value: LONGEST_MS, libraryValue: 4_000, reason: IDLE_REASON },
    { setting: "bodyTimeout", value: 0, libraryValue: 300_000, reason: IDLE_REASON },
  ];
}

export const httpLabels: LabelTexts<HttpOptions> = {
  version: (version) => `version ${version}`,
  connections: (count) => `${count} TCP connections`,
  pipelining: (depth) => `pipelining ${depth}`,
  windowBytes: (bytes) => `${formatBytes(bytes)} windows`,
  keepMemory: (kept) => (kept ? "kept memory" : "memory not kept"),
};
