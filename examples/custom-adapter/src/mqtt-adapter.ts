// MQTT as a Wireduel adapter, from scratch: the client is `mqtt`, and the listening end embeds an `aedes` broker. Each frame
// and each reply is a message to a topic.
import { randomBytes } from "node:crypto";
import { type AddressInfo, connect, createServer, isIPv6, type Socket } from "node:net";
import {
  type DialContext,
  defineAdapter,
  type Frame,
  joinFrame,
  type Link,
  type LinkContext,
  type ListenContext,
  type Listener,
  limitStrangers,
  option,
} from "@wireduel/core/adapter";
import { Aedes, type Client } from "aedes";
import { MqttClient } from "mqtt";

interface MqttOptions {
  /**
   * The quality of service of all messages. Default: 0, at most once. An open TCP connection loses nothing, and a closed one is
   * counted. 1 adds an acknowledgement of the broker to each message, and copies.
   */
  qos: number;
}

type Qos = 0 | 1;

/** MQTT 3.1.1. A broker stands between the two ends, in the process of the one that listens. */
export default defineAdapter<MqttOptions>({
  name: "mqtt",
  title: "MQTT",
  module: import.meta.url,
  supports: { push: true, ordered: true, secret: true },
  options: { qos: option.integer(0, { min: 0, max: 1 }) },
  help: { qos: "The quality of service of all messages." },
  labels: { qos: (qos) => `QoS ${qos}` },
  libraries: { mqtt: MqttClient.VERSION, aedes: (new Aedes() as unknown as { version: string }).version },
  overrides: [
    { setting: "noDelay", value: true, libraryValue: false, reason: "The kernel holds back small messages." },
    { setting: "reconnectPeriod", value: 0, libraryValue: 1000, reason: "A broken link must be noticed." },
    {
      setting: "concurrency",
      value: 0,
      libraryValue: 100,
      reason: "A link whose replies are not read would hold up the messages of the others.",
    },
  ],
  listen: (context, { qos }) => listen(context, qos as Qos),
  dial: ({ url }, context, { qos }) => dial(new URL(url), context, qos as Qos),
});

/** The topics of a link, by the id of its client. Up is to the listening end. */
const topicsOf = (id: string) => ({ up: `up/${id}`, down: `down/${id}` });
/** An id is a part of topics, so it must not have their wildcards. */
const ID = /^[0-9a-f]{16}$/;

async function listen(context: ListenContext, qos: Qos): Promise<Listener> {
  const broker = await Aedes.createBroker({ concurrency: 0 });
  const reasons = new WeakMap<Client, Error>();
  const sockets = new Set<Socket>();

  broker.authenticate = (client, _user, password, done) => {
    const secret = password?.toString();
    if (!ID.test(client.id) || !context.admits(secret)) return done(null, false);
    // A link can carry frames both ways when its client has subscribed.
    client.once("subscribed", () => {
      const open = (linkContext: LinkContext) => brokerLink(broker, client, linkContext, qos, reasons);
      if (!context.accept(open, secret)) return client.close();
      strangers.admit(client.conn as Socket);
    });
    done(null, true);
  };
  broker.on("subscribe", (_topics, client) => client.emit("subscribed"));
  // A client has no business in the topics of others.
  broker.authorizeSubscribe = (client, wanted, done) =>
    done(null, wanted.topic === topicsOf(client.id).down ? wanted : null);
  broker.authorizePublish = (client, { topic, payload }, done) => {
    const most = context.limits.maxFrameBytes;
    if (client && topic !== topicsOf(client.id).up)
      return done(new Error(`${topic} is the topic of another`));
    done(payload.length > most ? new Error(`a message of more than ${most} bytes`) : null);
  };
  broker.on("clientError", (client, error) => reasons.set(client, error));
  broker.on("connectionError", (_client, error) => context.onError(error));

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    broker.handle(socket);
  });
  const strangers = limitStrangers(server);
  let closed: Promise<unknown> | undefined;
  const close = async () => {
    closed ??= new Promise((done) => server.close(done));
    for (const socket of sockets) socket.destroy();
    await closed;
    await new Promise<void>((done) => broker.close(done));
    context.signal.removeEventListener("abort", close);
  };
  context.signal.addEventListener("abort", close);
  try {
    context.signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.once("close", () => reject(context.signal.reason));
      server.listen(context.port, context.host, resolve);
    });
  } catch (error) {
    await close();
    throw error;
  }
  server.on("error", context.onError);
  const host = isIPv6(context.host) ? `[${context.host}]` : context.host;
  return {
    endpoint: { url: `mqtt://${host}:${(server.address() as AddressInfo).port}` },
    close,
    describe: () => ({
      settings: { qos },
      notes: ["an aedes broker in this process stands between the ends: it routes each message by its topic"],
    }),
  };
}

/** A link at the end with the broker. It takes and gives messages in the broker, without a connection. */
function brokerLink(
  broker: Aedes,
  client: Client,
  context: LinkContext,
  qos: Qos,
  reasons: WeakMap<Client, Error>,
): Link {
  const { up, down } = topicsOf(client.id);
  const socket = client.conn as Socket;
  let isOpen = true;
  const closed = new Promise<unknown>((resolve) => {
    socket.once("close", () => {
      isOpen = false;
      broker.unsubscribe(up, take, () => {});
      resolve(reasons.get(client));
    });
  });
  const publish = (frame: Frame, done: () => void) => {
    const payload = joinFrame(frame) as Buffer;
    broker.publish({ cmd: "publish", topic: down, payload, qos, dup: false, retain: false }, done);
  };
  // If the other end does not read its replies, the broker must not read more frames: it finds nothing to read until they have
  // left. By itself, aedes reads on before a message is done.
  const read = socket.read.bind(socket);
  if (context.role === "receiver") {
    socket.read = (size) => (socket.writableNeedDrain ? null : read(size));
  }
  const take: Parameters<Aedes["subscribe"]>[1] = ({ payload }, done) => {
    const reply = isOpen ? context.onFrame(payload as Buffer) : undefined;
    if (reply) publish(reply, done);
    else done();
  };
  broker.subscribe(up, take, () => {});
  return linkOf(socket, closed, (frame) => {
    if (isOpen) publish(frame, () => {});
  });
}

/** A link at the other end: a client of the broker. */
function dial({ hostname, port }: URL, context: DialContext, qos: Qos): Promise<Link> {
  const socket = connect({ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port), noDelay: true });
  let reason: unknown;
  const because = (error: unknown) => {
    reason ??= error;
  };
  socket.on("error", because);
  const abort = () => socket.destroy();
  context.signal.addEventListener("abort", abort);
  if (context.signal.aborted) abort();
  const closed = new Promise<unknown>((resolve) => {
    socket.once("close", () => {
      context.signal.removeEventListener("abort", abort);
      resolve(reason);
    });
  });

  const clientId = randomBytes(8).toString("hex");
  const { up, down } = topicsOf(clientId);
  const { secret: password, limits } = context;
  const client = new MqttClient(() => socket, {
    clientId,
    username: "wireduel",
    password,
    reconnectPeriod: 0,
  });
  client.on("error", because);
  const send = (frame: Frame) => {
    if (!socket.destroyed) client.publish(up, joinFrame(frame) as Buffer, { qos });
  };
  // The client reads on when a message is done. So it stops if the broker does not read its replies.
  client.handleMessage = ({ payload }, done) => {
    if (payload.length > limits.maxFrameBytes) {
      return void socket.destroy(new Error(`a message of more than ${limits.maxFrameBytes} bytes`));
    }
    const reply = socket.destroyed ? undefined : context.onFrame(payload as Buffer);
    if (reply) send(reply);
    if (socket.writableNeedDrain) socket.once("drain", done);
    else done();
  };
  return new Promise((resolve, reject) => {
    void closed.then(() => reject(reason ?? context.signal.reason ?? new Error("closed before it answered")));
    client.once("connect", () => {
      client.subscribe(down, { qos }, (error) => {
        if (!error) return resolve(linkOf(socket, closed, send));
        because(error);
        socket.destroy();
      });
    });
  });
}

function linkOf(socket: Socket, closed: Promise<unknown>, send: (frame: Frame) => void): Link {
  return {
    closed,
    send,
    async close() {
      socket.destroy();
      await closed;
    },
  };
}
