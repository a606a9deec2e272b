/** What generated payloads look like. */
export type PayloadKind = "random" | "text" | "json" | "zero";

/** All kinds of generated payloads. */
export const PAYLOAD_KINDS: readonly PayloadKind[] = ["random", "text", "json", "zero"];

/** Payloads that every end generates for itself. The same fields give the same payloads. */
export interface GeneratedPayloads {
  readonly kind: PayloadKind;
  readonly sizeBytes: number;
  /** How many different payloads. */
  readonly distinct: number;
  readonly seed: number;
}

/** Payloads that the caller gave, as bytes or in files. */
export interface GivenPayloads {
  readonly kind: "bytes" | "file" | "files" | "lines";
  /** The path or pattern, as the caller gave it. Null for bytes. */
  readonly from: string | null;
  readonly payloads: readonly Uint8Array[];
}

/** Where payloads come from. */
export type PayloadSource = GeneratedPayloads | GivenPayloads;

/** Whether an end can generate the payloads itself. */
export function isGenerated(source: PayloadSource): source is GeneratedPayloads {
  return !("payloads" in source);
}

/**
 * Compression windows are at most this long in common formats: 32 KiB in deflate, 8 MiB in zstd for the web
 * (RFC 8878), and 16 MiB in brotli (RFC 7932). A payload that is repeated after more bytes than that does not
 * compress better than a new one.
 */
const LONGEST_WINDOW_BYTES = 16 * 2 ** 20;
/** Very small payloads would need millions of objects to fill that window. */
const MOST_BY_DEFAULT = 2 ** 17;
/** Not the default seed of payloads: a reply must not repeat what was sent. */
const REPLY_SEED = 0x5eed;

/**
 * How many different payloads are enough: together they exceed every compression window.
 * @param sent how many will be sent at most, as more are not needed
 */
export function enoughDistinct(kind: PayloadKind, sizeBytes: number, sent: number): number {
  if (kind === "zero" || sizeBytes === 0) return 1;
  const beyondWindow = Math.floor(LONGEST_WINDOW_BYTES / sizeBytes) + 1;
  return Math.max(1, Math.min(Math.max(2, beyondWindow), MOST_BY_DEFAULT, sent));
}

/** The size of the largest payload. */
export function largestBytes(sources: readonly PayloadSource[]): number {
  const sizes = sources.map((source) =>
    isGenerated(source)
      ? source.sizeBytes
      : source.payloads.reduce((most, { byteLength }) => Math.max(most, byteLength), 0),
  );
  return Math.max(...sizes);
}

/**
 * The replies to payloads. They are of the payloads' kind if all payloads are generated as one kind, and random
 * otherwise.
 * @param sent how many payloads will be sent at most
 */
export function repliesTo(
  sources: readonly PayloadSource[],
  replyBytes: number,
  sent: number,
): GeneratedPayloads | null {
  if (replyBytes === 0) return null;
  const kinds = new Set(sources.map((source) => (isGenerated(source) ? source.kind : "random")));
  const [first = "random"] = kinds;
  const kind = kinds.size === 1 ? first : "random";
  return { kind, sizeBytes: replyBytes, distinct: enoughDistinct(kind, replyBytes, sent), seed: REPLY_SEED };
}
