// What ws does by itself, and the options that change it.
import { runBenchmark } from "@wireduel/core";
import type { Direction } from "@wireduel/core/adapter";
import { describe, expect, it } from "vitest";
import { ws } from "./adapter.js";
import { bufferutilInstalled, wsLibrary } from "./library.js";
import { DEFAULT_MAX_RECEIVE_BYTES } from "./options.js";

const MIB = 2 ** 20;

describe("maxReceiveMessageBytes", () => {
  it("is ws's own limit by default", () => {
    const server = new (wsLibrary(false).WebSocketServer)({ noServer: true });
    expect(server.options.maxPayload).toBe(DEFAULT_MAX_RECEIVE_BYTES);
    expect(ws().options.maxReceiveMessageBytes).toBe(DEFAULT_MAX_RECEIVE_BYTES);
  });

  it.each<Direction>(["upload", "push"])(
    "fails the row of an %s over a larger message, and the next row goes on",
    async (direction) => {
      const { status, timings } = await runBenchmark({
        adapters: [
          ws({ direction, maxReceiveMessageBytes: MIB }),
          ws({ direction, maxReceiveMessageBytes: 3 * MIB }),
        ],
        payload: { sizeBytes: 2 * MIB },
        count: 2,
        warmupCount: 0,
      });
      expect(status).toBe("failed");
      const [refused, received] = timings.map(({ rounds }) => rounds[0]);
      expect(refused?.errors).toEqual([
        {
          code: "LINK_CLOSED",
          message: expect.stringMatching(
            /1009.*Max payload size exceeded.*1048576.*`maxReceiveMessageBytes`/,
          ),
        },
      ]);
      expect(received).toMatchObject({ status: "completed", counts: { acknowledged: 2, damaged: 0 } });
    },
  );
});

describe("fragmentBytes", () => {
  it("fails the row if it makes more fragments than ws receives", async () => {
    const { timings } = await runBenchmark({
      adapters: [ws({ fragmentBytes: 16 })],
      payload: { sizeBytes: MIB },
      count: 1,
      warmupCount: 0,
    });
    expect(timings[0]?.rounds[0]?.errors).toEqual([
      {
        code: "LINK_CLOSED",
        message: expect.stringMatching(/1008.*Too many message fragments.*`fragmentBytes`/),
      },
    ]);
  });
});

describe("what ws() changes from ws", () => {
  it("is listed with ws's own values", () => {
    const listed = (options: Parameters<typeof ws>[0]) => ws(options).overrides.map(({ setting }) => setting);
    expect(listed({})).toContain("binaryType");
    expect(listed({}).includes("bufferutil")).toBe(bufferutilInstalled);
    if (bufferutilInstalled) expect(listed({ bufferutil: true })).not.toContain("bufferutil");
  });
});
