import assert from "node:assert/strict";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Link } from "../../adapter/contract.js";
import type { ConformanceCase } from "../conformance-case.js";
import { diallingContext } from "../single-link.js";
import { watchResources } from "../open-resources.js";
import { numberedFrame, openPair } from "../pair.js";
import { soon, until } from "../waiting.js";

/** Listening and dialling, when all is well and when it is not. */
export const connecting: readonly ConformanceCase[] = [
  {
    name: "listens on a free port and tells where",
    async run(createAdapter) {
      const pair = await openPair(createAdapter());
      await pair.close();
      assert(URL.canParse(pair.endpoint.url), `the endpoint is a URL: ${pair.endpoint.url}`);
      assert.notEqual(new URL(pair.endpoint.url).port, "0", "the endpoint names the port that was taken");
    },
  },
  {
    name: "lets two instances work side by side",
    async run(createAdapter) {
      const pairs = [await openPair(createAdapter()), await openPair(createAdapter())];
      try {
        assert.notEqual(pairs[0]?.endpoint.url, pairs[1]?.endpoint.url, "two listeners have two endpoints");
        for (const [index, pair] of pairs.entries()) {
          for (let id = 0; id < 50; id++) pair.send([numberedFrame(id, 100 + index)]);
        }
        for (const [index, pair] of pairs.entries()) {
          await until(
            () => pair.replies.length >= 50,
            () => `${pair.replies.length} of 50 replies came`,
          );
          const lengths = new Set(pair.received.map((frame) => frame.byteLength));
          assert.deepEqual([...lengths], [100 + index], "an end gets only the frames of its own pair");
        }
      } finally {
        await Promise.allSettled(pairs.map((pair) => pair.close()));
      }
    },
  },
  {
    name: "says so when nothing listens",
    async run(createAdapter) {
      const adapter = createAdapter();
      const pair = await openPair(adapter);
      await pair.close();
      const life = new AbortController();
      const error = await soon(
        adapter.dial(pair.endpoint, diallingContext(adapter, life.signal)).then(
          () => assert.fail("dial resolved, though nothing listens there"),
          (reason: unknown) => reason,
        ),
        "dial's rejection",
      );
      assert(error instanceof Error && error.message !== "", "dial rejects with an Error that says why");
      life.abort();
    },
  },
  {
    name: "says so when the port is taken",
    async run(createAdapter) {
      const adapter = createAdapter();
      const life = new AbortController();
      const listen = (port: number) =>
        adapter.listen({
          ...diallingContext(adapter, life.signal),
          role: "receiver",
          host: "127.0.0.1",
          port,
          onLink() {},
          onError() {},
        });
      const free = await soon(listen(0), "listen on a free port");
      // A protocol without ports makes a name of this number.
      const port = tcpPort(free.endpoint.url) ?? 40_000 + (process.pid % 20_000);
      await soon(free.close(), "close of a listener");
      const first = await soon(listen(port), "listen on a given port");
      try {
        await assert.rejects(
          soon(listen(port), "listen's rejection"),
          Error,
          "a second listen on one port must reject",
        );
      } finally {
        await soon(first.close(), "close of a listener");
        life.abort();
      }
    },
  },
  {
    name: "gives up at once when aborted while connecting",
    async run(createAdapter) {
      const adapter = createAdapter();
      const pair = await openPair(adapter);
      try {
        const life = new AbortController();
        const dialling = adapter.dial(pair.endpoint, diallingContext(adapter, life.signal));
        life.abort();
        await endsAfterAbort(dialling);
        await endsAfterAbort(adapter.dial(pair.endpoint, diallingContext(adapter, AbortSignal.abort())));
      } finally {
        await pair.close();
      }
    },
  },
  {
    name: "gives up at once when aborted before a server that is silent",
    async run(createAdapter) {
      const adapter = createAdapter();
      const { url } = await endpointOnce(createAdapter);
      needsTcpPort(url);
      const watch = watchResources();
      const held = new Set<Socket>();
      const silent = createServer((socket) => held.add(socket.on("error", () => {})));
      await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
      const life = new AbortController();
      const dialling = adapter.dial({ url: atServer(url, silent) }, diallingContext(adapter, life.signal));
      dialling.catch(() => {});
      await sleep(50);
      life.abort();
      try {
        await endsAfterAbort(dialling);
      } finally {
        for (const socket of held) socket.destroy();
        await new Promise((resolve) => silent.close(resolve));
      }
      await watch.nothingLeft();
    },
  },
  {
    name: "survives a stranger that sends garbage",
    async run(createAdapter) {
      const pair = await openPair(createAdapter());
      const port = tcpPort(pair.endpoint.url);
      try {
        needsTcpPort(pair.endpoint.url);
        const stranger = connect(port as number, "127.0.0.1");
        stranger.on("error", () => {});
        stranger.write(Buffer.alloc(2_000, 0xff));
        await sleep(100);
        stranger.destroy();
        pair.send([numberedFrame(1, 1_000)]);
        await until(
          () => pair.replies.length > 0,
          () => "after a stranger's garbage, a frame got no reply",
        );
      } finally {
        await pair.close();
      }
    },
  },
];

/** A dial that was aborted either rejects, or gives a link that is gone. */
async function endsAfterAbort(dialling: Promise<Link>): Promise<void> {
  const outcome = soon(
    dialling.then(
      (link) => link.closed,
      () => undefined,
    ),
    "the end of a dial whose signal was aborted",
  );
  await outcome;
}

async function endpointOnce(createAdapter: Parameters<ConformanceCase["run"]>[0]): Promise<{ url: string }> {
  const pair = await openPair(createAdapter());
  await pair.close();
  return pair.endpoint;
}

/** A case that has nothing to show must not look as if it held. */
function needsTcpPort(url: string): void {
  if (tcpPort(url) !== undefined) return;
  assert.fail(`${url} has no TCP port, so this case shows nothing: \`skip\` it with that reason`);
}

/** The port of an endpoint; undefined for a protocol that has none (a Unix socket). */
function tcpPort(url: string): number | undefined {
  const { port } = new URL(url);
  return port === "" ? undefined : Number(port);
}

function atServer(url: string, server: Server): string {
  const silent = new URL(url);
  silent.port = String((server.address() as { port: number }).port);
  return silent.href;
}
