// What ws does by itself, and the options that change it.
import { type BenchmarkOptions, runBenchmark } from "@wireduel/core";
import type { Direction } from "@wireduel/core/adapter";
import { describe, expect, it } from "vitest";
import { ws } from "./adapter.js";
import { bufferutilInstalled, wsLibrary } from "./library.js";
import { DEFAULT_MAX_RECEIVE_BYTES } from "./options.js";

type Given = NonNullable<Parameters<typeof ws>[0]>;

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

/** The only error of a row with one payload. */
async function errorOf(options: Given, more: Partial<BenchmarkOptions>): Promise<string> {
  const { timings } = await runBenchmark({
    adapters: [ws(options)],
    payload: { sizeBytes: 10 },
    count: 1,
    warmupCount: 0,
    ...more,
  });
  const errors = timings[0]?.rounds[0]?.errors ?? [];
  expect(errors.map(({ code }) => code)).toEqual(["LINK_CLOSED"]);
  return errors[0]?.message ?? "";
}

const eachWay = (["upload", "push"] as const).flatMap((direction) =>
  (["inline", "process"] as const).map((receiver) => ({ direction, receiver })),
);

describe.each(eachWay)("$direction, $receiver", ({ direction, receiver }) => {
  it("says which option allows a larger reply", async () => {
    const options = { direction, maxReceiveMessageBytes: 1_000 };
    const message = await errorOf(options, { receiver, replyBytes: 2_000 });
    expect(message).toMatch(/Max payload size exceeded.*1000.*`maxReceiveMessageBytes`/);
    expect(message.match(/`maxReceiveMessageBytes`/g)).toHaveLength(1);
  });

  it("says which option makes fewer fragments than ws refuses", async () => {
    const payload = { sizeBytes: MIB };
    const message = await errorOf({ direction, fragmentBytes: 16 }, { receiver, payload });
    expect(message).toMatch(/Too many message fragments.*16,384.*`fragmentBytes`/);
    expect(message.match(/`fragmentBytes`/g)).toHaveLength(1);
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
