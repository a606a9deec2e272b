import assert from "node:assert/strict";
import type { Adapter, Direction } from "../../adapter/contract.js";
import { randomBytes } from "../../payload/random.js";
import type { JsonValue } from "../../result/json.js";
import { type ConformanceCase, inBothDirections, type Suite } from "../conformance-case.js";
import { fitting } from "../frame-limit.js";
import type { Pair } from "../pair.js";
import { openRelayedPair, type RelayedPair } from "../relayed-pair.js";
import { until } from "../waiting.js";

const SIZES = [2_000, 200_000];
/** For smaller frames, headers count too much. */
const LARGE = 10_000;
const FRAMES = 4;
const CODECS = [
  { name: "raw", text: false },
  { name: "json-array", text: true },
];
/** Headers and flow control need some bytes. Compression of these frames saves far more. */
const PACKED_BELOW = 0.7;
/** Base64 needs 1.33 bytes for each byte. */
const EXPANDED_ABOVE = 1.1;
const COMPRESSION = /compress|deflate|gzip|zip|brotli|zstd|snappy|lz4/i;
const OFF = new Set<unknown>([false, 0, null, undefined, "", "none", "off", "no", "false", "identity"]);

/** What passes on the wire: the bytes that were sent, not packed and not expanded. */
export const wireBytes: readonly ConformanceCase[] = inBothDirections(
  "sends the same number of bytes for zeros, text, repetitions and random content, if it claims no compression",
  async (adapter, direction, suite) => {
    for (const codec of CODECS) {
      // Each reply is its frame, so both directions of the wire carry the same.
      const answer = (frame: Uint8Array) => [frame];
      const opened = await openRelayedPair(adapter, { direction, answer, codec }, null);
      try {
        await comparesContents(opened, codec.text, adapter, direction, suite);
      } finally {
        await opened.close();
      }
    }
  },
);

async function comparesContents(
  opened: RelayedPair,
  asText: boolean,
  adapter: Adapter,
  direction: Direction,
  { report }: Suite,
): Promise<void> {
  const { dialled, listener } = opened.pair;
  const settings = [dialled.describe?.().settings ?? {}, listener.describe?.().settings ?? {}];
  // An option decides, because it says what was asked for.
  const claimed = claimsCompression(adapter.options) ?? claimsCompression(settings) ?? false;
  for (const size of SIZES.map((bytes) => fitting(adapter, bytes))) {
    const random = await wireRatios(opened, direction, size, (index) => randomContent(size, asText, index));
    const packed = {
      zeros: await wireRatios(opened, direction, size, () => Buffer.alloc(size, asText ? "0" : 0)),
      text: await wireRatios(opened, direction, size, (index) => text(size, index)),
      repetitions: await wireRatios(opened, direction, size, () => randomContent(size, asText, FRAMES)),
    };
    for (const what of ["frames", "replies"] as const) {
      const ratio = random[what];
      report({
        measure: "wireRatio",
        value: ratio,
        floor: 1,
        notable: ratio > EXPANDED_ABOVE && size > LARGE,
        message: `${what} of ${size} random bytes${asText ? " in base64" : ""} took ${ratio.toFixed(3)} bytes on the wire for each byte`,
      });
      for (const [content, ratios] of Object.entries(packed)) {
        const relative = ratios[what] / ratio;
        const message =
          `${what} of ${size} bytes: ${content} took ${relative.toFixed(3)} times the bytes on the wire ` +
          "of random content";
        const notable = relative < PACKED_BELOW || relative > EXPANDED_ABOVE;
        report({ measure: "packedRatio", value: relative, floor: 1, notable, message });
        assert(
          claimed || relative >= PACKED_BELOW,
          `${message}, so the adapter compresses, but no option asks for it, nor does \`describe().settings\` name it`,
        );
      }
    }
  }
}

/** Bytes on the wire for each byte of the frames, and of the replies. */
async function wireRatios(
  { pair, relay }: RelayedPair,
  direction: Direction,
  size: number,
  content: (index: number) => Uint8Array,
): Promise<{ frames: number; replies: number }> {
  const before = relay.read();
  for (let index = 0; index < FRAMES; index++) await exchange(pair, content(index));
  const after = relay.read();
  const up = (after.up.bytes - before.up.bytes) / (FRAMES * size);
  const down = (after.down.bytes - before.down.bytes) / (FRAMES * size);
  return direction === "upload" ? { frames: up, replies: down } : { frames: down, replies: up };
}

async function exchange(pair: Pair, frame: Uint8Array): Promise<void> {
  const before = pair.replies.length;
  pair.send([frame]);
  await until(
    () => pair.replies.length > before || pair.errors.length > 0,
    () => `a frame of ${frame.byteLength} bytes got no reply`,
  );
  if (pair.errors.length > 0) throw pair.errors[0];
  assert(Buffer.compare(pair.replies[before] as Uint8Array, frame) === 0, "a reply is the frame it answers");
}

/** Bytes, or base64 for a codec whose frames are text. */
function randomContent(bytes: number, asText: boolean, index: number): Uint8Array {
  const random = randomBytes(bytes, index + 1);
  return asText ? Buffer.from(Buffer.from(random).toString("base64").slice(0, bytes)) : random;
}

function text(bytes: number, index: number): Uint8Array {
  const line = `{"id":${index},"name":"a record with keys that repeat","value":`;
  let lines = "";
  for (let value = 0; lines.length < bytes; value++) lines += `${line}${value}}\n`;
  return Buffer.from(lines.slice(0, bytes));
}

/** Whether a setting with such a name is on, or has such a value. Undefined if none has. */
function claimsCompression(settings: JsonValue): boolean | undefined {
  if (typeof settings === "string") return COMPRESSION.test(settings) || undefined;
  if (typeof settings !== "object" || settings === null) return undefined;
  const claims = Object.entries(settings).map(([name, value]) =>
    COMPRESSION.test(name) ? !OFF.has(value) : claimsCompression(value as JsonValue),
  );
  return claims.includes(true) || (claims.includes(false) ? false : undefined);
}
