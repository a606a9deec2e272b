import { Socket } from "node:net";
import { runBenchmark } from "@wireduel/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { tcp } from "./adapter.js";

type Given = NonNullable<Parameters<typeof tcp>[0]>;

afterEach(() => void vi.restoreAllMocks());

describe("noDelay", () => {
  /** What each socket of a run was told last. Both ends have one. */
  async function lastWords(options: Given): Promise<boolean[]> {
    const told = new Map<Socket, boolean>();
    const original = Socket.prototype.setNoDelay;
    vi.spyOn(Socket.prototype, "setNoDelay").mockImplementation(function (this: Socket, enable = true) {
      told.set(this, enable);
      return original.call(this, enable);
    });
    const { status } = await runBenchmark({
      adapters: [tcp(options)],
      payload: new Uint8Array(100),
      count: 3,
      warmupCount: 0,
      receiver: "inline",
    });
    expect(status).toBe("completed");
    return [...told.values()];
  }

  it.each<Given>([{}, { tls: "local" }, { direction: "push" }])(
    "is on at both ends, and off on request: %j",
    async (options) => {
      expect(await lastWords(options)).toEqual([true, true]);
      vi.restoreAllMocks();
      expect(await lastWords({ ...options, noDelay: false })).toEqual([false, false]);
    },
  );

  it("is listed as what Wireduel changes from Node, unless it is off", () => {
    expect(tcp().overrides).toMatchObject([{ setting: "noDelay", value: true, libraryValue: false }]);
    expect(tcp({ noDelay: false }).overrides).toEqual([]);
  });
});
