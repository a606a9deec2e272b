import assert from "node:assert/strict";
import type { Adapter, Direction, Endpoint, LinkContext } from "../../adapter/contract.js";
import type { Frame } from "../../codec/frame.js";
import { admitting, SECRET } from "../admission.js";
import { type ConformanceCase, inBothDirections } from "../conformance-case.js";
import { localTls } from "../encrypted-ends.js";
import { dial, listen } from "../open-ends.js";
import { OpenLink } from "../open-link.js";
import { numberedFrame } from "../pair.js";
import { cleanUp, soon, until } from "../waiting.js";

/** Options, contexts, endpoints and lists of parts belong to the caller. */
export const callerObjects: readonly ConformanceCase[] = inBothDirections(
  "does not change the options and contexts that it is given",
  async (adapter, direction) => {
    await usesObjects(adapter, direction, watched);
    // What is changed and changed back, too.
    await usesObjects(adapter, direction, frozen);
  },
);

/** Makes an object that belongs to the caller, and remembers how it is. */
type Guard = <Value extends object>(what: string, value: Value, check: Checks) => Value;
type Checks = (() => void)[];

/** Compares the object later. */
const watched: Guard = (what, value, checks) => {
  const before = copyOf(value);
  checks.push(() => assert.deepEqual(value, before, `${what} must not change`));
  return value;
};

/** Any change throws, in the strict mode that modules have. */
const frozen: Guard = (_, value) => {
  if (!isPlain(value)) return value;
  for (const member of Object.values(value)) frozen("", member, []);
  return Object.freeze(value);
};

async function usesObjects(adapter: Adapter, direction: Direction, guard: Guard): Promise<void> {
  const checks: Checks = [];
  const unchanged = () => {
    for (const check of checks) check();
  };
  const given = {
    protocol: adapter.protocol,
    options: guard("the options", structuredClone(adapter.options), checks),
  };
  const controller = new AbortController();
  const reply = guard("the list of parts of a reply", [numberedFrame(2, 100), numberedFrame(3, 50)], checks);
  const [sending, receiving] = [new OpenLink(controller), new OpenLink(controller, () => reply)];
  const [listening, dialling] = direction === "upload" ? [receiving, sending] : [sending, receiving];
  const encryption = adapter.supports.tls ? await localTls() : undefined;
  const contextOf = (end: OpenLink): LinkContext => ({
    role: end === sending ? "sender" : "receiver",
    codec: { name: "raw", text: false },
    limits: { maxFrameBytes: 1_000_000 },
    secret: SECRET,
    signal: controller.signal,
    onFrame: end.onFrame,
  });
  const { onFrame, ...endContext } = contextOf(listening);
  const admission = admitting(adapter, (open) => {
    listening.opened(open(guard("the context of an accepted link", contextOf(listening), checks)));
  });
  const listenContext = {
    ...endContext,
    ...(encryption ? { tls: encryption.listen } : {}),
    host: "127.0.0.1",
    port: 0,
    ...admission,
    onError() {},
  };
  const listener = await soon(
    listen(given, guard("the context of `listen`", listenContext, checks)),
    "listen",
  );
  try {
    const endpoint: Endpoint = guard("the endpoint", { url: listener.endpoint.url }, checks);
    const context = { ...contextOf(dialling), ...(encryption ? { tls: encryption.dial } : {}) };
    const opening = dial(given, endpoint, guard("the context of `dial`", context, checks));
    dialling.opened(await soon(opening, "dial"));
    unchanged();
    const frame: Frame = guard(
      "the list of parts of a frame",
      [numberedFrame(1, 8), numberedFrame(1, 100)],
      checks,
    );
    await until(
      () => direction === "upload" || listening.isOpen,
      () => "`accept` was not called",
    );
    sending.send(frame);
    await until(
      () => sending.came.length > 0 || sending.failures.length > 0,
      () => "a frame got no reply",
    );
    assert.deepEqual(sending.failures, [], "a send failed");
    unchanged();
    await soon(dialling.link.close(), "close of a link");
    await soon(listener.close(), "close of the listening end");
    unchanged();
  } finally {
    controller.abort();
    await cleanUp(listener.close());
  }
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** A copy of plain objects and lists, and of bytes. Functions and instances of classes stay the same. */
function copyOf<Value>(value: Value): Value {
  if (value instanceof Uint8Array) return value.slice() as Value;
  if (!isPlain(value)) return value;
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyOf(member)])) as Value;
}
