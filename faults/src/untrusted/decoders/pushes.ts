// Decoders of a push over HTTP: the listening end reads receipts, and the dialling end reads a stream.
import { http } from "@wireduel/adapter-http";
import type { Adapter, Endpoint, Link } from "@wireduel/core/adapter";
import type { Decoder } from "../decoder.js";
import { LinkEnd, tcpTarget, withTarget } from "../internals.js";
import { record } from "../record.js";
import { dialWith, replaying } from "../replay.js";
import { CLOSE_MS, CONNECT_MS, Exchange, HOST, MOST_PAYLOAD_BYTES, PAYLOADS, receiverOf } from "./ends.js";

const HTTP = "packages/adapter-http/src";
const SOURCES = [`${HTTP}/push-frames.ts`, `${HTTP}/stream-form.ts`];

const PUSHES: readonly (readonly [name: string, adapter: () => Adapter, sources: readonly string[]])[] = [
  ["HTTP/1.1", () => http({ direction: "push" }), [`${HTTP}/undici-requests.ts`]],
  ["HTTP/2", () => http({ direction: "push", version: "2" }), [`${HTTP}/http2-requests.ts`]],
  ["events", () => http({ direction: "push", codec: "json-base64" }), [`${HTTP}/event-stream.ts`]],
];

/** A sender that listens. */
class Pushing {
  readonly #end: LinkEnd;
  readonly #exchange: Exchange;
  readonly #links: Link[] = [];

  constructor(adapter: Adapter) {
    this.#exchange = new Exchange(adapter);
    this.#end = new LinkEnd({ adapter, role: "sender", maxPayloadBytes: MOST_PAYLOAD_BYTES });
  }

  get secret(): string {
    return this.#end.secret;
  }

  listen(): Promise<Endpoint> {
    return this.#end.listen({ host: HOST, port: 0 }, () => {
      // Others may open links, too.
      const isFirst = this.#links.length === 0;
      return {
        onFrame: isFirst ? this.#exchange.onFrame : () => undefined,
        take: (link) => void this.#links.push(link),
      };
    });
  }

  /** Pushes a payload over its first link, and waits for the receipt. */
  send(sequence: number): Promise<void> {
    return this.#exchange.send(this.#links[0], sequence);
  }

  close(): Promise<void> {
    return this.#end.close(CLOSE_MS);
  }
}

/** A receiver that dials. */
function dialling(adapter: Adapter, secret: string): { dial(to: Endpoint): Promise<Link>; end: LinkEnd } {
  const end = new LinkEnd({ adapter, role: "receiver", maxPayloadBytes: MOST_PAYLOAD_BYTES });
  end.secret = secret;
  return { end, dial: (to) => end.dial(to, receiverOf(adapter).onFrameOfLink()) };
}

/** What passes in a short session: the connection of the stream, and perhaps that of the receipts. */
async function recordSession(adapter: Adapter, sender: Pushing, endpoint: Endpoint) {
  const target = tcpTarget(endpoint.url);
  if (target === undefined) throw new Error(`${endpoint.url} has no port`);
  const recorded = await record(target, async (via) => {
    const { dial, end } = dialling(adapter, sender.secret);
    await dial({ ...endpoint, url: withTarget(endpoint.url, via) });
    for (const sequence of PAYLOADS.keys()) await sender.send(sequence);
    await end.close(CLOSE_MS);
  });
  return { target, recorded };
}

const listeningEnds = PUSHES.map(
  ([name, adapter, sources]): Decoder => ({
    name: `the listening end of a push over ${name}`,
    sources: [...SOURCES, ...sources],
    form: "bytes",
    refuses: [],
    async open() {
      const recording = new Pushing(adapter());
      const { recorded } = await recordSession(adapter(), recording, await recording.listen());
      await recording.close();
      const sender = new Pushing(adapter());
      const endpoint = await sender.listen();
      const { dial, end } = dialling(adapter(), sender.secret);
      await dial(endpoint);
      const { host, port } = tcpTarget(endpoint.url) ?? { host: HOST, port: 0 };
      let sequence = 0;
      return {
        // So that the others have the right secret, too.
        captures: recorded.map(({ fromDialling }) =>
          withSecret(fromDialling, recording.secret, sender.secret),
        ),
        async decode(bytes) {
          await dialWith(host, port, bytes);
          await sender.send(sequence++);
        },
        async close() {
          await end.close(CLOSE_MS);
          await sender.close();
        },
      };
    },
  }),
);

const diallingEnds = PUSHES.map(
  ([name, adapter, sources]): Decoder => ({
    name: `the dialling end of a push over ${name}`,
    sources: [...SOURCES, ...sources],
    form: "bytes",
    refuses: ["WireduelError"],
    async open() {
      const sender = new Pushing(adapter());
      const endpoint = await sender.listen();
      const { recorded } = await recordSession(adapter(), sender, endpoint);
      await sender.close();
      const server = await replaying();
      const url = withTarget(endpoint.url, server);
      const [stream, receipts] = recorded;
      if (stream === undefined) throw new Error("nothing was recorded");
      return {
        captures: [stream.fromListening],
        async decode(bytes) {
          server.answer = (first) =>
            first.subarray(0, 7).toString("latin1") === "OPTIONS"
              ? [receipts?.fromListening ?? bytes]
              : [bytes.subarray(0, stream.turn), bytes.subarray(stream.turn)];
          const { dial, end } = dialling(adapter(), sender.secret);
          const tooLong = setTimeout(() => end.abort(new Error("it took too long")), CONNECT_MS);
          try {
            const link = await dial({ url });
            await link.closed;
          } finally {
            clearTimeout(tooLong);
            await end.close(CLOSE_MS);
          }
        },
        close: () => server.close(),
      };
    },
  }),
);

function withSecret(bytes: Buffer, before: string, after: string): Uint8Array {
  return Buffer.from(bytes.toString("latin1").replaceAll(before, after), "latin1");
}

/** What reads in a push over HTTP. */
export const PUSHED: readonly Decoder[] = [...listeningEnds, ...diallingEnds];
