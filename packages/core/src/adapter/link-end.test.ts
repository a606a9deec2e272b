import { afterEach, describe, expect, it, vi } from "vitest";
import { type Frame, wholeFrame } from "../codec/frame.js";
import chaos from "../fixtures/chaos-adapter.js";
import { failureOf } from "../fixtures/failure-of.js";
import { memory } from "../testing/memory-adapter.js";
import type { Direction, EndContext, Link } from "./contract.js";
import { defineAdapter } from "./define-adapter.js";
import { changed, changedLink, withLink, withListener } from "./fixtures/changed-adapter.js";
import { AMPLE_MS, closeEnds, ignore, joinEnds, LOOPBACK, openEnd } from "./fixtures/link-ends.js";
import { newSecret } from "./secret.js";

/** The close timeout for adapters that hang. */
const SHORT_MS = 50;
const never = () => new Promise<never>(() => {});

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  await closeEnds();
  await Promise.all(cleanUps.splice(0).map((cleanUp) => cleanUp()));
});

const adapters = [
  ["memory", memory],
  ["chaos", chaos],
] as const;

describe.each(adapters)("a link end of %s", (_, create) => {
  it.each<Direction>(["upload", "push"])("carries frames and replies in an %s", async (direction) => {
    const { ask } = await joinEnds(create(), direction);
    expect(await ask([Buffer.from("a"), Buffer.from("b")])).toBe("ab");
    expect(await ask([Buffer.from("c")])).toBe("c");
  });

  it("gives each link its own onFrame, and passes the link on", async () => {
    const adapter = create();
    const taken: Link[] = [];
    const numbered = () => {
      const index = taken.length;
      return { onFrame: () => [Buffer.from([index])], take: (link: Link) => void taken.push(link) };
    };
    const endpoint = await openEnd(adapter, "receiver").listen(LOOPBACK, numbered);
    for (const index of [0, 1, 2]) {
      const sender = openEnd(adapter, "sender");
      const reply = new Promise<number | undefined>((resolve, reject) => {
        const onFrame = (frame: Uint8Array | Frame) => void resolve(wholeFrame(frame)[0]);
        sender.dial(endpoint, onFrame).then((link) => link.send([Buffer.from("x")]), reject);
      });
      expect(await reply).toBe(index);
    }
    expect(taken).toHaveLength(3);
  });

  it("gives both ends their role, the codec and the frame limit", async () => {
    const contexts: EndContext[] = [];
    const adapter = changed(create({ codec: "json-base64" }), ({ dial, listen }) => ({
      dial(endpoint, context, options) {
        contexts.push(context);
        return dial(endpoint, context, options);
      },
      listen(context, options) {
        contexts.push(context);
        return listen(context, options);
      },
    }));
    const endpoint = await openEnd(adapter, "receiver").listen(LOOPBACK, () => ignore);
    await openEnd(adapter, "sender").dial(endpoint, () => undefined);
    const codec = { name: "json-base64", text: true };
    expect(contexts).toMatchObject([
      { role: "receiver", codec },
      { role: "sender", codec },
    ]);
    const { maxFrameBytes } = adapter.codec;
    for (const { limits } of contexts) expect(limits.maxFrameBytes).toBe(maxFrameBytes?.(1_000));
  });

  it.each<Direction>(["upload", "push"])("closes both ends of an %s, and twice", async (direction) => {
    const adapter = create();
    const { sender, receiver } = await joinEnds(adapter, direction);
    const closing = sender.close(AMPLE_MS);
    expect(sender.close(AMPLE_MS)).toBe(closing);
    await closing;
    await receiver.close(AMPLE_MS);
  });

  it("fails to dial with CONNECT_FAILED when nothing listens", async () => {
    const adapter = create();
    const receiver = openEnd(adapter, "receiver");
    const endpoint = await receiver.listen(LOOPBACK, () => ignore);
    await receiver.close(AMPLE_MS);
    const dialling = openEnd(adapter, "sender").dial(endpoint, () => undefined);
    expect(await failureOf(dialling)).toMatchObject({ code: "CONNECT_FAILED" });
  });

  it("fails to listen with LISTEN_FAILED when the protocol can only dial", async () => {
    const adapter = create();
    const { listen, ...protocol } = adapter.protocol;
    const end = openEnd({ ...adapter, protocol }, "receiver");
    expect(await failureOf(end.listen(LOOPBACK, () => ignore))).toMatchObject({ code: "LISTEN_FAILED" });
  });

  it("fails to listen or to dial with an adapter that resolves with something else", async () => {
    const nothing = defineAdapter({
      name: "nothing",
      listen: async () => undefined as never,
      dial: async () => ({ send() {} }) as never,
    })();
    const end = openEnd(nothing, "receiver");
    const listening = failureOf(end.listen(LOOPBACK, () => ignore));
    expect(await listening).toMatchObject({
      code: "LISTEN_FAILED",
      message: expect.stringContaining("`endpoint`"),
    });
    expect(await failureOf(end.dial({ url: "x:y" }, () => undefined))).toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining("`close`"),
    });
  });

  it("closes within the timeout when a link hangs, and aborts the link", async () => {
    const adapter = create();
    const listened = await openEnd(adapter, "receiver").listen(LOOPBACK, () => ignore);
    const hanging = withLink(adapter, () => ({ close: never }));
    const sender = openEnd(hanging, "sender");
    const link = await sender.dial(listened, () => undefined);
    await sender.close(SHORT_MS);
    // The signal aborts what close did not end.
    await link.closed;
  });

  it("closes within the timeout when a listener hangs", async () => {
    const adapter = withListener(create(), (listener) => {
      cleanUps.push(() => listener.close());
      return { close: never };
    });
    const end = openEnd(adapter, "receiver");
    await end.listen(LOOPBACK, () => ignore);
    await end.close(SHORT_MS);
  });

  it("closes the listener although a link hangs", async () => {
    let closed = false;
    const adapter = withListener(create(), (listener) => ({
      async close() {
        await listener.close();
        closed = true;
      },
    }));
    const hanging = changed(adapter, ({ listen }) => ({
      listen: (context, options) =>
        listen(
          {
            ...context,
            accept: (open, secret) =>
              context.accept((link) => changedLink(open(link), () => ({ close: never })), secret),
          },
          options,
        ),
    }));
    const receiver = openEnd(hanging, "receiver");
    const endpoint = await receiver.listen(LOOPBACK, () => ignore);
    await openEnd(adapter, "sender").dial(endpoint, () => undefined);
    await receiver.close(SHORT_MS);
    await vi.waitFor(() => expect(closed).toBe(true), AMPLE_MS);
  });

  it("closes a link and a listener that open after the end has closed", async () => {
    let late: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      late = resolve;
    });
    const closed: string[] = [];
    const recording = withListener(create(), (listener) => ({
      close() {
        closed.push("listener");
        return listener.close();
      },
    }));
    const adapter = changed(recording, ({ listen }) => ({
      async listen(context, options) {
        await gate;
        // An adapter that does not look at the signal while it opens.
        return listen({ ...context, signal: new AbortController().signal }, options);
      },
      async dial() {
        await gate;
        return {
          send() {},
          closed: new Promise(() => {}),
          async close() {
            closed.push("link");
          },
        };
      },
    }));
    const end = openEnd(adapter, "receiver");
    const listening = end.listen(LOOPBACK, () => ignore);
    const dialling = end.dial({ url: "unused:" }, () => undefined);
    await end.close(AMPLE_MS);
    late();
    await Promise.all([listening, dialling]);
    expect(closed.sort()).toEqual(["link", "listener"]);
  });

  it("stops dialling when it is aborted", async () => {
    const adapter = changed(create(), () => ({
      dial: (_, { signal }) =>
        new Promise((__, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    }));
    const end = openEnd(adapter, "sender");
    const dialling = end.dial({ url: "unused:" }, () => undefined);
    end.abort(new Error("stopped"));
    expect(await failureOf(dialling)).toMatchObject({
      code: "CONNECT_FAILED",
      message: expect.stringContaining("stopped"),
    });
  });

  it("survives a describe that throws, and reports the error", async () => {
    const adapter = create();
    const endpoint = await openEnd(adapter, "receiver").listen(LOOPBACK, () => ignore);
    const broken = withLink(adapter, () => ({
      describe() {
        throw new Error("no settings");
      },
    }));
    const sender = openEnd(broken, "sender");
    await sender.dial(endpoint, () => undefined);
    const errors: string[] = [];
    expect(sender.describe((message) => errors.push(message))).toEqual({});
    expect(errors).toEqual([expect.stringContaining("no settings")]);
  });

  it("has an empty description before it has opened", () => {
    expect(openEnd(create(), "sender").describe(() => expect.unreachable())).toEqual({});
  });

  it("keeps the first 20 errors that belong to no link", async () => {
    const adapter = changed(create(), ({ listen }) => ({
      async listen(context, options) {
        for (let index = 0; index < 30; index++) context.onError(new Error(`error ${index}`));
        return listen(context, options);
      },
    }));
    const end = openEnd(adapter, "receiver");
    await end.listen(LOOPBACK, () => ignore);
    expect(end.errors).toEqual(Array.from({ length: 20 }, (_, index) => `error ${index}`));
  });
});

describe("a link end with strangers", () => {
  const quiet = () => undefined;

  it.each<Direction>(["upload", "push"])("opens links only with its secret, in an %s", async (direction) => {
    const [listens, dials] =
      direction === "upload" ? (["receiver", "sender"] as const) : (["sender", "receiver"] as const);
    const listening = openEnd(memory(), listens);
    const taken: Link[] = [];
    const endpoint = await listening.listen(LOOPBACK, () => ({
      ...ignore,
      take: (link) => void taken.push(link),
    }));
    const stranger = openEnd(memory(), dials);
    stranger.secret = newSecret();
    for (let index = 0; index < 3; index++) {
      expect(await failureOf(stranger.dial(endpoint, quiet))).toMatchObject({ code: "CONNECT_FAILED" });
    }
    expect(taken).toHaveLength(0);
    expect(listening.errors).toHaveLength(1);
    stranger.secret = listening.secret;
    await stranger.dial(endpoint, quiet);
    expect(taken).toHaveLength(1);
  });

  it("does not listen beyond loopback if the adapter has no secret", async () => {
    const everywhere = { host: "0.0.0.0", port: 0 };
    const open = openEnd(chaos(), "sender").listen(everywhere, () => ignore);
    expect(await failureOf(open)).toMatchObject({ code: "LISTEN_FAILED" });
    expect((await openEnd(memory(), "sender").listen(everywhere, () => ignore)).url).toMatch(/^memory:/);
  });

  it("has at most 1,024 links, dialled or accepted", async () => {
    const [listening, dialling, other] = [
      openEnd(memory(), "receiver"),
      openEnd(memory(), "sender"),
      openEnd(memory(), "sender"),
    ];
    const endpoint = await listening.listen(LOOPBACK, () => ignore);
    const links = await Promise.all(Array.from({ length: 1_024 }, () => dialling.dial(endpoint, quiet)));
    for (const end of [dialling, other]) {
      expect(await failureOf(end.dial(endpoint, quiet))).toMatchObject({ code: "CONNECT_FAILED" });
    }
    await links[0]?.close();
    await dialling.dial(endpoint, quiet);
  });
});
