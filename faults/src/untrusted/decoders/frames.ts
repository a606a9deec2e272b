// Decoders of what passes over data links.
import { ws } from "@wireduel/adapter-ws";
import { type Codec, type Frame, joinFrame, lengthPrefix, splitFrames } from "@wireduel/core/adapter";
import { PROTOCOLS } from "../../subjects.js";
import { bytesOf, type Decoder, type Ready, textOf } from "../decoder.js";
import {
  builtInCodecs,
  checkEndpoint,
  FrameReceiver,
  newSecret,
  PayloadSet,
  ReplyReader,
  receiptsOf,
  sameSecret,
  systemClock,
} from "../internals.js";

const ANY_ERROR = ["Error", "TypeError", "RangeError", "SyntaxError"];
const CORE = "packages/core/src";

/** All codecs that an adapter of this repository can have. */
const CODECS: readonly Codec[] = [
  ...new Set([
    ...builtInCodecs,
    ...PROTOCOLS.flatMap(({ adapter }) => {
      const { codecs } = adapter().protocol;
      return codecs === "any" ? [] : codecs;
    }),
  ]),
];

const SOURCES: Readonly<Record<string, string>> = {
  raw: `${CORE}/codec/raw.ts`,
  "json-array": `${CORE}/codec/json.ts`,
  "json-base64": `${CORE}/codec/json.ts`,
  protobuf: "packages/adapter-grpc/src/protobuf-codec.ts",
  "protobuf-parts": "packages/adapter-grpc/src/protobuf-codec.ts",
};

const PAYLOADS = [0, 1, 100, 3_000].map((bytes) =>
  Uint8Array.from({ length: bytes }, (_, index) => index * 7),
);
const SEQUENCES = [0, 1, 300, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER];
const MESSAGES = SEQUENCES.flatMap((sequence) => PAYLOADS.map((payload) => ({ sequence, payload })));

/** A frame as it may arrive: in three parts. */
function inParts(frame: Uint8Array): Frame {
  const [first, second] = [Math.min(8, frame.byteLength), Math.floor(frame.byteLength / 2)];
  return [
    frame.subarray(0, first),
    frame.subarray(first, Math.max(first, second)),
    frame.subarray(Math.max(first, second)),
  ];
}

function sourceOf({ name }: Codec): string {
  const source = SOURCES[name];
  if (source === undefined) throw new Error(`name the source of codec ${name} here`);
  return source;
}

function messagesOf(codec: Codec): Decoder {
  return {
    name: `messages of ${codec.name}`,
    sources: [sourceOf(codec)],
    form: codec.text ? "json" : "bytes",
    refuses: ANY_ERROR,
    open: () => ({
      captures: MESSAGES.map((message) => joinFrame(codec.encode(message))),
      decode(frame) {
        const whole = codec.decode(frame);
        const parts = codec.decodeParts?.(inParts(frame));
        if (
          parts &&
          (parts.sequence !== whole.sequence || Buffer.compare(parts.payload, whole.payload) !== 0)
        ) {
          throw new Disagreement("the frame in parts is another message");
        }
        return whole;
      },
    }),
  };
}

/** Not among the errors that a decoder may throw. */
class Disagreement extends Error {
  override readonly name = "Disagreement";
}

function receiptsDecoder(codec: Codec): Decoder {
  const receipts = receiptsOf(codec);
  const receipt = { status: "decoded", receivedAt: 5e12, decodedAt: 5e12 + 3 } as const;
  return {
    name: `receipts of ${codec.name}`,
    sources: [`${CORE}/codec/receipt.ts`, `${CORE}/codec/receipts-of.ts`, `${CORE}/round/reply-reader.ts`],
    form: "bytes",
    // A receipt that cannot be read is a reason, not an error.
    refuses: [],
    open() {
      const reader = new ReplyReader(codec, new PayloadSet([PAYLOADS]));
      const captures = MESSAGES.map(({ sequence, payload }) =>
        joinFrame(receipts.encode({ ...receipt, sequence, payload })),
      );
      captures.push(joinFrame(receipts.encode({ ...receipt, sequence: 3 })));
      captures.push(joinFrame(receipts.encode({ ...receipt, sequence: -1, status: "undecodable" })));
      const decode = (frame: Uint8Array | Frame) => {
        const decoded = reader.decode(frame);
        // The number of a receipt is only used if it is that of a payload in flight.
        const isNumber = typeof decoded !== "string" && Number.isSafeInteger(decoded.sequence);
        return isNumber ? { decoded, damage: reader.damageOf(decoded) } : decoded;
      };
      return { captures, decode: (frame) => [decode(frame), decode(inParts(frame))] };
    },
  };
}

function receiverOf(codec: Codec): Decoder {
  return {
    name: `a receiver of ${codec.name}`,
    sources: [`${CORE}/receiver/receive-frame.ts`, `${CORE}/receiver/sequence-set.ts`],
    form: codec.text ? "json" : "bytes",
    refuses: [],
    open() {
      const references = new PayloadSet([PAYLOADS]);
      const receiver = new FrameReceiver({ codec, clock: systemClock, references, replies: null });
      const onFrame = receiver.onFrameOfLink();
      let frames = 0;
      return {
        captures: MESSAGES.map((message) => joinFrame(codec.encode(message))),
        decode(frame) {
          const reply = receiptsOf(codec).decode(joinFrame(onFrame(frame)));
          const { received, duplicated, undecodable, ...counts } = receiver.counts();
          frames++;
          if (received + duplicated + undecodable !== frames)
            throw new Disagreement("a frame is in no count");
          return { reply, counts };
        },
      };
    },
  };
}

const stream: Decoder = {
  name: "frames on a stream of bytes",
  sources: [`${CORE}/adapter/split-frames.ts`],
  form: "bytes",
  refuses: ["RangeError"],
  open: () => ({
    captures: PAYLOADS.map((_, index) =>
      Buffer.concat(PAYLOADS.slice(index).flatMap((frame) => [lengthPrefix(frame.byteLength), frame])),
    ),
    decode(bytes) {
      const frames: number[] = [];
      // A prefix may promise a gigabyte. Memory is only used for what comes.
      const feed = splitFrames(2 ** 30, ({ byteLength }) => frames.push(byteLength));
      // Chunks of 1, 2, 3 … bytes.
      for (let start = 0, size = 1; start < bytes.byteLength; start += size++) {
        feed(bytes.subarray(start, start + size));
      }
      return frames;
    },
  }),
};

const endpoints: Decoder = {
  name: "endpoints",
  sources: [`${CORE}/adapter/check-endpoint.ts`, `${CORE}/network/tcp-url.ts`],
  form: "text",
  refuses: ["WireduelError"],
  open: () => ({
    captures: ["ws://127.0.0.1:4001/x?y=z", "ws://[::1]:80", "ws://user@host.example:65535/"].map(bytesOf),
    decode(bytes) {
      checkEndpoint(ws(), { url: textOf(bytes) });
    },
  }),
};

const secrets: Decoder = {
  name: "secrets of sessions",
  sources: [`${CORE}/adapter/secret.ts`],
  form: "text",
  refuses: [],
  open(): Ready {
    const secret = newSecret();
    return {
      captures: [bytesOf(secret)],
      decode(bytes) {
        const same = sameSecret(secret, textOf(bytes));
        if (same !== (textOf(bytes) === secret)) throw new Disagreement("another secret is admitted");
      },
    };
  },
};

/** What reads frames, receipts, and the words with which a link begins. */
export const FRAMES: readonly Decoder[] = [
  ...CODECS.flatMap((codec) => [messagesOf(codec), receiptsDecoder(codec), receiverOf(codec)]),
  stream,
  endpoints,
  secrets,
];
