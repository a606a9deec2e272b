// The option `perMessageDeflate`, by the names of ws.
import { invalidOption, type OptionKind, option } from "@wireduel/core/adapter";

/** How both ends compress. What is left out is what ws does by itself. */
export interface PerMessageDeflate {
  /**
   * Smaller messages are not compressed, in bytes. ws only uses it for an end without context takeover. ws:
   * 1,024.
   */
  threshold?: number | undefined;
  /** Whether the client forgets what it sent before, and compresses each message alone. ws: false. */
  clientNoContextTakeover?: boolean | undefined;
  /** The same for the server. ws: false. */
  serverNoContextTakeover?: boolean | undefined;
  /** How far back a client looks for repetitions: 2 to this power, in bytes. 9 to 15. ws: 15. */
  clientMaxWindowBits?: number | undefined;
  /** The same for the server. */
  serverMaxWindowBits?: number | undefined;
  /** How both ends compress. */
  zlibDeflateOptions?: DeflateOptions | undefined;
  /** How both ends decompress. */
  zlibInflateOptions?: { chunkSize?: number | undefined } | undefined;
}

/** Options of zlib. */
export interface DeflateOptions {
  /** -1 to 9. 0: only packed, not compressed. 9: smallest. zlib: -1, which is 6. */
  level?: number | undefined;
  /** How much memory zlib may use. 1 to 9. zlib: 8. */
  memLevel?: number | undefined;
  /** The size of zlib's output buffers in bytes. From 64. zlib: 16,384. */
  chunkSize?: number | undefined;
}

const size = option.integer(1_024, { min: 0, max: 2 ** 31 - 1 });
const flag = option.optional(option.flag(false));
// zlib cannot use 8 for raw deflate.
const windowBits = option.optional(option.integer(15, { min: 9, max: 15 }));
const chunkSize = option.optional(option.integer(16_384, { min: 64, max: 2 ** 30 }));

const details = option.required(
  option.object<PerMessageDeflate>({
    threshold: option.optional(size),
    clientNoContextTakeover: flag,
    serverNoContextTakeover: flag,
    clientMaxWindowBits: windowBits,
    serverMaxWindowBits: windowBits,
    zlibDeflateOptions: option.optional(
      option.object<DeflateOptions>({
        level: option.optional(option.integer(-1, { min: -1, max: 9 })),
        memLevel: option.optional(option.integer(8, { min: 1, max: 9 })),
        chunkSize,
      }),
    ),
    zlibInflateOptions: option.optional(option.object<{ chunkSize?: number | undefined }>({ chunkSize })),
  }),
);

export const perMessageDeflate: OptionKind<boolean | PerMessageDeflate> = {
  default: false,
  schema: { type: ["boolean", "object"] },
  parse(name, value) {
    if (typeof value === "boolean") return value;
    const wanted = "true, false, or an object such as { zlibDeflateOptions: { level: 3 } }";
    if (typeof value !== "object" || value === null) throw invalidOption(name, wanted, value);
    const parsed = details.parse(name, value);
    const { threshold, clientNoContextTakeover, serverNoContextTakeover } = parsed;
    if (threshold !== undefined && !clientNoContextTakeover && !serverNoContextTakeover) {
      const without = "`clientNoContextTakeover` or `serverNoContextTakeover`";
      throw invalidOption(
        `${name}.threshold`,
        `left out, because ws only uses it with ${without}`,
        threshold,
      );
    }
    return parsed;
  },
};

/** In a label: `deflate level 3`. */
export function deflateInWords(value: boolean | PerMessageDeflate): string {
  if (typeof value === "boolean") return value ? "deflate" : "no deflate";
  const { zlibDeflateOptions = {}, zlibInflateOptions = {}, ...rest } = value;
  const inflate = zlibInflateOptions.chunkSize;
  const all = {
    ...zlibDeflateOptions,
    ...(inflate === undefined ? {} : { inflateChunkSize: inflate }),
    ...rest,
  };
  const parts = Object.entries(all).map(([name, given]) => (given === true ? name : `${name} ${given}`));
  return ["deflate", ...parts].join(" ");
}
