import assert from "node:assert/strict";
import { createServer, type Server, type Socket } from "node:net";
import type { Link } from "../../adapter/contract.js";
import { tcpTarget, withTarget } from "../../network/tcp-url.js";
import { admitting } from "../admission.js";
import type { ConformanceCase, CreateAdapter } from "../conformance-case.js";
import { dial, listen, senderContext } from "../open-ends.js";
import { watchResources } from "../open-resources.js";
import { numberedFrame, openPair } from "../pair.js";
import { promptly } from "../promptly.js";
import { needsTcpTarget } from "../tcp-ports.js";
import { soon, until } from "../waiting.js";

/** Listening and dialling, with success and with failure. */
export const connecting: readonly ConformanceCase[] = [
  {
    name: "listens on a free port and reports its URL",
    async run(createAdapter) {
      const pair = await openPair(createAdapter());
      await pair.close();
      assert(URL.canParse(pair.endpoint.url), `the endpoint is a URL: ${pair.endpoint.url}`);
      assert.notEqual(new URL(pair.endpoint.url).port, "0", "the endpoint has the port on which it listens");
    },
  },
  {
    name: "lets two instances work side by side",
    async run(createAdapter) {
      const pairs = [await openPair(createAdapter()), await openPair(createAdapter())];
      try {
        assert.notEqual(
          pairs[0]?.endpoint.url,
          pairs[1]?.endpoint.url,
          "two listening ends have different endpoints",
        );
        for (const [index, pair] of pairs.entries()) {
          for (let id = 0; id < 50; id++) pair.send([numberedFrame(id, 100 + index)]);
        }
        for (const [index, pair] of pairs.entries()) {
          await until(
            () => pair.replies.length >= 50,
            () => `${pair.replies.length} of 50 replies arrived`,
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
    name: "rejects when nothing listens",
    async run(createAdapter) {
      const adapter = createAdapter();
      const pair = await openPair(adapter);
      await pair.close();
      const controller = new AbortController();
      const error = await soon(
        dial(adapter, pair.endpoint, senderContext(adapter, controller.signal)).then(
          () => assert.fail("dial resolved, though nothing listens there"),
          (reason: unknown) => reason,
        ),
        "dial's rejection",
      );
      assert(error instanceof Error && error.message !== "", "dial rejects with an Error that has a message");
      controller.abort();
    },
  },
  {
    name: "rejects when the port is taken",
    async run(createAdapter) {
      const adapter = createAdapter();
      const controller = new AbortController();
      const context = { ...senderContext(adapter, controller.signal), role: "receiver" } as const;
      const listenOn = (port: number) =>
        listen(adapter, {
          ...context,
          host: "127.0.0.1",
          port,
          ...admitting(adapter, (open) => void open(context)),
          onError() {},
        });
      const free = await soon(listenOn(0), "listen on a free port");
      // A protocol without ports uses this number as a name.
      const port = tcpTarget(free.endpoint.url)?.port ?? 40_000 + (process.pid % 20_000);
      await soon(free.close(), "close of a listening end");
      const first = await soon(listenOn(port), "listen on a given port");
      try {
        await assert.rejects(
          soon(listenOn(port), "listen's rejection"),
          Error,
          "a second listen on one port must reject",
        );
      } finally {
        await soon(first.close(), "close of a listening end");
        controller.abort();
      }
    },
  },
  {
    name: "gives up at once when aborted while connecting",
    async run(createAdapter) {
      const adapter = createAdapter();
      const pair = await openPair(adapter);
      try {
        const controller = new AbortController();
        const dialling = dial(adapter, pair.endpoint, senderContext(adapter, controller.signal));
        controller.abort();
        await endsAfterAbort(dialling);
        await endsAfterAbort(dial(adapter, pair.endpoint, senderContext(adapter, AbortSignal.abort())));
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
      needsTcpTarget(url);
      const watch = watchResources();
      const held = new Set<Socket>();
      const silent = createServer((socket) => held.add(socket.on("error", () => {}).resume()));
      await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
      const controller = new AbortController();
      const dialling = dial(
        adapter,
        { url: atServer(url, silent) },
        senderContext(adapter, controller.signal),
      );
      dialling.catch(() => {});
      try {
        await until(
          () => held.size > 0,
          () => "dial opened no connection",
        );
        controller.abort();
        await endsAfterAbort(dialling);
        await until(
          () => [...held].every(({ closed }) => closed),
          () => "after a dial was aborted, its connection was still open",
        );
      } finally {
        controller.abort();
        for (const socket of held) socket.destroy();
        await new Promise((resolve) => silent.close(resolve));
      }
      await watch.nothingLeft();
    },
  },
];

/** An aborted dial must reject, or return a link that has closed. */
async function endsAfterAbort(dialling: Promise<Link>): Promise<void> {
  const ended = dialling.then(
    (link) => link.closed,
    () => undefined,
  );
  await promptly(ended, "the end of a dial whose signal was aborted");
}

async function endpointOnce(createAdapter: CreateAdapter): Promise<{ url: string }> {
  const pair = await openPair(createAdapter());
  await pair.close();
  return pair.endpoint;
}

function atServer(url: string, server: Server): string {
  const { port } = server.address() as { port: number };
  return withTarget(url, { host: "127.0.0.1", port });
}
