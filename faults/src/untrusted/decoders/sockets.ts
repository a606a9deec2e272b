// Decoders behind real sockets: the listening and the dialling end of each protocol, and of control.
import { createHash } from "node:crypto";
import { tcp } from "@wireduel/adapter-tcp";
import { serveReceivers } from "@wireduel/core";
import type { Adapter, Endpoint, Link } from "@wireduel/core/adapter";
import { PROTOCOLS } from "../../subjects.js";
import type { Decoder } from "../decoder.js";
import {
  connectReceiver,
  LinkEnd,
  type ReceiverControl,
  sessionRequest,
  tcpTarget,
  withTarget,
} from "../internals.js";
import { record } from "../record.js";
import { dialWith, replaying } from "../replay.js";
import { CLOSE_MS, CONNECT_MS, Exchange, HOST, MOST_PAYLOAD_BYTES, PAYLOADS, receiverOf } from "./ends.js";

/** A receiver that listens. */
async function listen(adapter: Adapter): Promise<{ readonly end: LinkEnd; readonly endpoint: Endpoint }> {
  const end = new LinkEnd({ adapter, role: "receiver", maxPayloadBytes: MOST_PAYLOAD_BYTES });
  const receiver = receiverOf(adapter);
  const taker = () => ({ onFrame: receiver.onFrameOfLink(), take: () => {} });
  return { end, endpoint: await end.listen({ host: HOST, port: 0 }, taker) };
}

/** A sender with one link. */
class Sender {
  readonly #end: LinkEnd;
  readonly #exchange: Exchange;
  #link: Link | undefined;

  constructor(adapter: Adapter, secret: string) {
    this.#exchange = new Exchange(adapter);
    this.#end = new LinkEnd({ adapter, role: "sender", maxPayloadBytes: MOST_PAYLOAD_BYTES });
    this.#end.secret = secret;
  }

  async dial(endpoint: Endpoint): Promise<Link> {
    this.#link = await this.#end.dial(endpoint, this.#exchange.onFrame);
    return this.#link;
  }

  /** Sends a payload, and waits for its receipt. */
  send(sequence: number): Promise<void> {
    return this.#exchange.send(this.#link, sequence);
  }

  /** Ends what is under way, as a time-out for connecting does. */
  abort(): void {
    this.#end.abort(new Error("it took too long"));
  }

  close(): Promise<void> {
    return this.#end.close(CLOSE_MS);
  }
}

/** What passes in a short session. */
async function recordSession(adapter: Adapter, { end, endpoint }: Awaited<ReturnType<typeof listen>>) {
  const target = tcpTarget(endpoint.url);
  if (target === undefined) throw new Error(`${endpoint.url} has no port`);
  const recorded = await record(target, async (via) => {
    const sender = new Sender(adapter, end.secret);
    await sender.dial({ ...endpoint, url: withTarget(endpoint.url, via) });
    for (const sequence of PAYLOADS.keys()) await sender.send(sequence);
    await sender.close();
  });
  return { target, recorded };
}

const SOURCES: Readonly<Record<string, readonly string[]>> = {
  ws: ["packages/adapter-ws/src/adapter.ts", "packages/adapter-ws/src/link.ts"],
  gRPC: [
    "packages/adapter-grpc/src/link.ts",
    "packages/adapter-grpc/src/unary-link.ts",
    "packages/adapter-grpc/src/admit-calls.ts",
    "packages/adapter-grpc/src/server-options.ts",
  ],
  tcp: ["packages/adapter-tcp/src/link.ts", "packages/core/src/adapter/accept-streams.ts"],
  "HTTP/1.1": [
    "packages/adapter-http/src/serve-http1.ts",
    "packages/adapter-http/src/receive-frames.ts",
    "packages/adapter-http/src/undici-requests.ts",
  ],
  "HTTP/2": ["packages/adapter-http/src/serve-http2.ts", "packages/adapter-http/src/http2-requests.ts"],
};

const listening = PROTOCOLS.map(
  ({ name, adapter }): Decoder => ({
    name: `the listening end of ${name}`,
    sources: SOURCES[name] ?? [],
    form: "bytes",
    refuses: [],
    async open() {
      const listener = await listen(adapter());
      const { target, recorded } = await recordSession(adapter(), listener);
      const sender = new Sender(adapter(), listener.end.secret);
      await sender.dial(listener.endpoint);
      let sequence = 0;
      return {
        captures: recorded.map(({ fromDialling }) => fromDialling),
        async decode(bytes) {
          await dialWith(target.host, target.port, bytes);
          // The sender with the secret goes on, whatever the others send.
          await sender.send(sequence++);
        },
        async close() {
          await sender.close();
          await listener.end.close(CLOSE_MS);
        },
      };
    },
  }),
);

const dialling = PROTOCOLS.map(
  ({ name, adapter }): Decoder => ({
    name: `the dialling end of ${name}`,
    sources: SOURCES[name] ?? [],
    form: "bytes",
    refuses: ["WireduelError"],
    async open() {
      const listener = await listen(adapter());
      const { recorded } = await recordSession(adapter(), listener);
      await listener.end.close(CLOSE_MS);
      const server = await replaying();
      const url = withTarget(listener.endpoint.url, server);
      const [{ turn } = { turn: 0 }] = recorded;
      return {
        captures: recorded.map(({ fromListening }) => fromListening),
        async decode(bytes) {
          server.answer = (first) => cutAt(turn, withAcceptKey(bytes, first));
          const sender = new Sender(adapter(), listener.end.secret);
          // A library may dial again and again. Then the time-out for connecting ends it.
          const tooLong = setTimeout(() => sender.abort(), CONNECT_MS);
          try {
            const link = await sender.dial({ url });
            await link.closed;
          } finally {
            clearTimeout(tooLong);
            await sender.close();
          }
        },
        close: () => server.close(),
      };
    },
  }),
);

const ACCEPT = /(?<=sec-websocket-accept: )[A-Za-z0-9+/=]{28}/i;
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** What comes before the dialling end goes on, and the rest. */
function cutAt(turn: number, bytes: Uint8Array): readonly Uint8Array[] {
  return [bytes.subarray(0, turn), bytes.subarray(turn)];
}

/** The answer to a WebSocket handshake depends on the key of the client. Other answers stay as they are. */
function withAcceptKey(answer: Uint8Array, request: Buffer): Uint8Array {
  const [, key] = /sec-websocket-key: (\S+)/i.exec(request.toString("latin1")) ?? [];
  if (key === undefined) return answer;
  const accept = createHash("sha1")
    .update(key + GUID)
    .digest("base64");
  return Buffer.from(Buffer.from(answer).toString("latin1").replace(ACCEPT, accept), "latin1");
}

const TOKEN = "the-token";
const ANYONE = { token: undefined, tls: null };
const REQUEST = sessionRequest(tcp(), { maxPayloadBytes: MOST_PAYLOAD_BYTES, payloads: [] });

/** What passes over control while it is used like this. */
async function recordControl(url: string, use: (control: ReceiverControl) => Promise<unknown>) {
  const { hostname, port } = new URL(url);
  const target = { host: hostname, port: Number(port) };
  const recorded = await record(target, async (via) => {
    const { control, disconnect } = connectReceiver({
      ...ANYONE,
      url: `http://${via.host}:${via.port}`,
      token: TOKEN,
    });
    await use(control);
    await disconnect();
  });
  return { target, recorded };
}

async function useSession(control: ReceiverControl): Promise<void> {
  await control.identify({});
  const { session } = await control.openSession(REQUEST);
  await control.startPhase({ session, phase: "measure", firstSequence: 0, firstPayload: 0 });
  await control.stampClock({});
  await control.collect({ session });
  await control.closeSession({ session });
}

const controlServer: Decoder = {
  name: "the server of control",
  sources: ["packages/core/src/control/http-app.ts", "packages/core/src/control/http-server.ts"],
  form: "bytes",
  refuses: [],
  async open() {
    const server = await serveReceivers({ adapters: [tcp()], token: TOKEN });
    const { target, recorded } = await recordControl(server.url, useSession);
    const authorised = connectReceiver({ ...ANYONE, url: server.url, token: TOKEN });
    return {
      captures: recorded.map(({ fromDialling }) => fromDialling),
      async decode(bytes) {
        await dialWith(target.host, target.port, bytes);
        await authorised.control.identify({});
      },
      async close() {
        await authorised.disconnect();
        await server.close();
      },
    };
  },
};

const controlClient: Decoder = {
  name: "the client of control",
  sources: ["packages/core/src/control/http-calls.ts", "packages/core/src/control/http-request.ts"],
  form: "bytes",
  refuses: ["WireduelError"],
  async open() {
    const honest = await serveReceivers({ adapters: [tcp()], token: TOKEN });
    const { recorded } = await recordControl(honest.url, (control) => control.identify({}));
    await honest.close();
    const server = await replaying();
    return {
      captures: recorded.map(({ fromListening }) => fromListening),
      async decode(bytes) {
        server.answer = () => [bytes];
        const { control, disconnect } = connectReceiver({
          ...ANYONE,
          url: `http://${server.host}:${server.port}`,
        });
        try {
          return await control.identify({});
        } finally {
          await disconnect();
        }
      },
      close: () => server.close(),
    };
  },
};

/** What reads from sockets of real ends. */
export const SOCKETS: readonly Decoder[] = [...listening, ...dialling, controlServer, controlClient];
