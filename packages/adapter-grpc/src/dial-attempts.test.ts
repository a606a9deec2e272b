// Dials that nobody answers.
import { fork } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { dial, senderContext } from "../../core/src/testing/open-ends.js";
import { longEnough } from "../../core/src/testing/promptly.js";
import { grpc } from "./adapter.js";

const CALLS = ["bidi", "unary"] as const;
const HOST = "127.0.0.1";
const OTHER_HOST = "127.0.0.2";
/** More than may wait until they are accepted. */
const MORE_THAN_WAIT = 8;

/** A dial that is aborted when `until` resolves. Resolves with why it failed. */
async function abortedDial(
  call: (typeof CALLS)[number],
  port: number,
  until: () => Promise<unknown>,
  host: string = HOST,
) {
  const controller = new AbortController();
  const adapter = grpc({ call });
  const dialling = dial(
    adapter,
    { url: `grpc://${host}:${port}` },
    senderContext(adapter, controller.signal),
  );
  const failed = dialling.then(
    () => undefined,
    (error: unknown) => error,
  );
  await until();
  controller.abort(new Error("given up"));
  return failed;
}

/** Accepts connections, and says nothing. */
async function silentServer(host: string, port = 0) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.resume())).listen(port, host);
  await once(server, "listening");
  return {
    sockets,
    server,
    port: (server.address() as { port: number }).port,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const connecting = () => process.getActiveResourcesInfo().filter((name) => name === "ConnectWrap").length;

describe.each(CALLS)("a dial that is aborted leaves no connection: %s", (call) => {
  it("to a server that says nothing", async () => {
    const { server, sockets, port, close } = await silentServer(HOST);
    try {
      expect(await abortedDial(call, port, () => once(server, "connection"))).toBeInstanceOf(Error);
      await expect.poll(() => sockets.map(({ closed }) => closed)).toEqual([true]);
    } finally {
      close();
    }
  });

  it("to a machine that does not answer", { skip: process.platform !== "linux" }, async () => {
    const server = fork(fileURLToPath(new URL("./fixtures/accepts-nothing.mjs", import.meta.url)));
    const waiting: Socket[] = [];
    try {
      const [port] = (await once(server, "message")) as [number];
      server.kill("SIGSTOP");
      for (let index = 0; index < MORE_THAN_WAIT; index++) {
        waiting.push(connect(port, HOST).on("error", () => {}));
      }
      await expect.poll(() => waiting.some(({ connecting }) => !connecting)).toBe(true);
      const others = connecting();
      expect(others).toBeGreaterThan(0);
      const begun = () => expect.poll(connecting).toBe(others + 1);
      expect(await abortedDial(call, port, begun)).toBeInstanceOf(Error);
      await expect.poll(connecting).toBe(others);
    } finally {
      for (const socket of waiting) socket.destroy();
      server.kill("SIGKILL");
    }
  });
});

// Other systems have only one address of the loopback interface.
it.skipIf(process.platform !== "linux").each(CALLS)(
  "a dial that is aborted leaves another one to the same port of another address alone: %s",
  async (call) => {
    const one = await silentServer(HOST);
    const other = await silentServer(OTHER_HOST, one.port);
    let abortOther: () => void = () => {};
    const checked = new Promise<void>((resolve) => {
      abortOther = resolve;
    });
    let ending: Promise<unknown> | undefined;
    try {
      const both = async () => {
        const connected = Promise.all([once(one.server, "connection"), once(other.server, "connection")]);
        ending = abortedDial(call, other.port, () => checked, OTHER_HOST);
        await connected;
      };
      expect(await abortedDial(call, one.port, both)).toBeInstanceOf(Error);
      await expect.poll(() => one.sockets.map(({ closed }) => closed)).toEqual([true]);
      await longEnough();
      expect(other.sockets.map(({ closed }) => closed)).toEqual([false]);
    } finally {
      abortOther();
      await ending;
      one.close();
      other.close();
    }
  },
);
