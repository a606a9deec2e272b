import { isAbsolute } from "node:path";
import { invalidOption, type OptionKind } from "./kinds.js";

/** Links over a Unix socket instead of TCP. */
export interface UnixSocket {
  /** The path of the socket. Null: a path is made for each round. */
  readonly path: string | null;
}

/** macOS has room for 104 bytes with the last zero, Linux for 108. */
const MOST_PATH_BYTES = 103;

/** They would break a line of a report. The kernel does not accept `\0`. */
const LINE_BREAKS = /[\p{Cc}\u2028\u2029]/u;

/** Checks a `unixSocket` option. Null: TCP. */
export const unixSocketKind: OptionKind<UnixSocket | null> = {
  default: null,
  parse(name, value) {
    if (value === false || value === null) return null;
    if (value !== true && typeof value !== "string") {
      throw invalidOption(name, "true, false, or the path of a socket", value);
    }
    if (process.platform === "win32") {
      throw invalidOption(name, "left out, because Windows has no Unix sockets that Node can use", value);
    }
    if (value === true) return { path: null };
    if (!isAbsolute(value) || LINE_BREAKS.test(value) || value.endsWith("/")) {
      throw invalidOption(name, "the absolute path of a socket, such as /run/app/bench.sock", value);
    }
    if (Buffer.byteLength(value) > MOST_PATH_BYTES) {
      const wanted = `a path of at most ${MOST_PATH_BYTES} bytes, because the kernel has no room for more`;
      throw invalidOption(name, wanted, value);
    }
    return { path: value };
  },
};
