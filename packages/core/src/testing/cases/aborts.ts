import assert from "node:assert/strict";
import { getEventListeners, once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Adapter, Direction, Listener } from "../../adapter/contract.js";
import { tcpTarget } from "../../network/tcp-url.js";
import { admitting } from "../admission.js";
import { type ConformanceCase, inBothDirections, unless, withoutTls } from "../conformance-case.js";
import { localTls } from "../encrypted-ends.js";
import { type Ends, type EndsOptions, openEnds, withEnds } from "../ends.js";
import { connectAll, exchange } from "../exchange-frames.js";
import { listen, senderContext } from "../open-ends.js";
import type { OpenLink } from "../open-link.js";
import { watchResources } from "../open-resources.js";
import { promptly } from "../promptly.js";
import { acceptsTcp, refusesPromptly } from "../tcp-ports.js";
import { soon, until } from "../waiting.js";

const STOPS = "stops listening at once when the listening end is aborted";

/** An end stops when its signal aborts, and only this end. */
export const aborts: readonly ConformanceCase[] = [
  ...inBothDirections(STOPS, (adapter, direction) => stopsListening(adapter, direction)),
  ...unless(
    withoutTls,
    inBothDirections(`encrypted: ${STOPS}`, async (adapter, direction) =>
      stopsListening(adapter, direction, await localTls()),
    ),
  ),
  ...inBothDirections("does not listen when aborted before", (adapter, direction) =>
    listensNot(adapter, direction, "before"),
  ),
  ...inBothDirections("does not listen when aborted while it begins", (adapter, direction) =>
    listensNot(adapter, direction, "meanwhile"),
  ),
  ...inBothDirections("closes only its own link when a dialling end is aborted", closesOwnLink),
  ...inBothDirections("removes its handlers from the signal", removesHandlers),
];

async function stopsListening(
  adapter: Adapter,
  direction: Direction,
  tls: NonNullable<EndsOptions["tls"]> = {},
): Promise<void> {
  const watch = watchResources();
  const ends = await openEnds(adapter, { direction, tls });
  let idle: Socket | undefined;
  try {
    await exchange([await ends.connect()], [1_000]);
    const target = tcpTarget(ends.endpoint.url);
    const reachable = target !== undefined && (await acceptsTcp(target.host, target.port));
    // A connection whose handshake does not begin.
    if (reachable) idle = connect(target).on("error", () => {});
    if (idle) await soon(once(idle, "connect"), "a TCP connection");
    ends.abort();
    for (const { link } of [...ends.accepted, ...ends.dialled]) {
      await promptly(link.closed, "`closed` of a link, after its listening end was aborted");
    }
    if (idle) await promptly(closedOf(idle), "the close of a connection without a link, after an abort");
    if (reachable) {
      await refusesPromptly(target, "after the listening end was aborted");
    }
    await assert.rejects(ends.dial(), Error, "`dial` rejects after the listening end was aborted");
  } finally {
    idle?.destroy();
    await Promise.all(ends.dialled.map(({ link }) => soon(link.close(), "close of a link")));
    for (const link of ends.dialled) link.abort();
  }
  // Without its `close()`.
  await watch.nothingLeft();
  await soon(ends.listener.close(), "close of a listening end that was aborted");
}

async function closedOf(socket: Socket): Promise<void> {
  // Without a reader, a socket does not see its end.
  socket.resume();
  if (!socket.closed) await once(socket, "close").catch(() => {});
}

async function listensNot(
  adapter: Adapter,
  direction: Direction,
  when: "before" | "meanwhile",
): Promise<void> {
  const watch = watchResources();
  const controller = new AbortController();
  const context = senderContext(adapter, controller.signal);
  if (when === "before") controller.abort();
  const listening = listen(adapter, {
    ...context,
    role: direction === "upload" ? "receiver" : "sender",
    host: "127.0.0.1",
    port: 0,
    ...admitting(adapter, (open) => void open(context)),
    onError() {},
  });
  controller.abort();
  const outcome = await promptly(
    listening.then(
      (listener): Listener | undefined => listener,
      () => undefined,
    ),
    `the end of \`listen\`, aborted ${when}`,
  );
  // It may have listened for a moment, but must not any more.
  const target = outcome && tcpTarget(outcome.endpoint.url);
  if (target) await refusesPromptly(target, `after \`listen\` was aborted ${when}`);
  await watch.nothingLeft();
  if (outcome) await soon(outcome.close(), "close of a listening end that was aborted");
}

async function closesOwnLink(adapter: Adapter, direction: Direction): Promise<void> {
  await withEnds(adapter, { direction }, async (ends) => {
    const [first, second] = (await connectAll(ends, 2)) as [OpenLink, OpenLink];
    await exchange([first, second], [1_000]);
    const aborted = ends.dialled[0] as OpenLink;
    aborted.abort();
    await promptly(aborted.link.closed, "`closed` of an idle link, after its dialling end was aborted");
    if (direction === "push") {
      await until(
        () => first.ended !== undefined,
        () => "the listening end did not see that a dialling end was aborted",
      );
    }
    await exchange([second], [1_000], "after the dialling end of another link was aborted");
    await exchange([await ends.connect()], [1_000], "on a new link, after an abort");
    assert.equal(second.ended, undefined, "a link closed when another dialling end was aborted");
  });
}

async function removesHandlers(adapter: Adapter, direction: Direction): Promise<void> {
  const handlers = (signal: AbortSignal) => getEventListeners(signal, "abort").length;
  await withEnds(adapter, { direction }, async (ends) => {
    const [kept, closing] = (await connectAll(ends, 2)) as [OpenLink, OpenLink];
    await exchange([kept, closing], [100]);
    const listening = ends.accepted[0]?.signal as AbortSignal;
    const dialled = ends.dialled.map(({ signal }) => signal) as [AbortSignal, AbortSignal];
    const withTwoLinks = handlers(listening);
    const withOne = handlers(dialled[0]);
    await soon((ends.dialled[1] as OpenLink).link.close(), "close of a link");
    await until(
      () => handlers(dialled[1]) === 0,
      () => `the signal of a closed link still has ${handlers(dialled[1])} handlers`,
    );
    assert.equal(handlers(dialled[0]), withOne, "the close of a link removed the handlers of another one");
    // Later links must not add handlers to those of closed ones.
    await connectAndClose(ends);
    await until(
      () => handlers(listening) <= withTwoLinks,
      () => `the listening end's signal has ${handlers(listening)} handlers, and had ${withTwoLinks}`,
    );
    await ends.close();
    await until(
      () => handlers(listening) === 0,
      () => `the signal of a closed listening end still has ${handlers(listening)} handlers`,
    );
  });
}

async function connectAndClose(ends: Ends): Promise<void> {
  for (let link = 0; link < 2; link++) {
    await exchange([await ends.connect()], [100]);
    await soon((ends.dialled.at(-1) as OpenLink).link.close(), "close of a link");
  }
}
