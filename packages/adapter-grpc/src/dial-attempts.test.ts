// Dials that nobody answers.
import { fork } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { dial, senderContext } from "../../core/src/testing/open-ends.js";
import { grpc } from "./adapter.js";

const CALLS = ["bidi", "unary"] as const;
const HOST = "127.0.0.1";
/** More than may wait until they are accepted. */
const MORE_THAN_WAIT = 8;

/** A dial that is aborted when `until` resolves. Resolves with why it failed. */
async function abortedDial(call: (typeof CALLS)[number], port: number, until: () => Promise<unknown>) {
  const controller = new AbortController();
  const adapter = grpc({ call });
  const dialling = dial(
    adapter,
    { url: `grpc://${HOST}:${port}` },
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

const connecting = () => process.getActiveResourcesInfo().filter((name) => name === "ConnectWrap").length;

describe.each(CALLS)("a dial that is aborted leaves no connection: %s", (call) => {
  it("to a server that says nothing", async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket.resume())).listen(0, HOST);
    try {
      await once(server, "listening");
      const { port } = server.address() as { port: number };
      expect(await abortedDial(call, port, () => once(server, "connection"))).toBeInstanceOf(Error);
      await expect.poll(() => sockets.map(({ closed }) => closed)).toEqual([true]);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
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
