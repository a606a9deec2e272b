import { createRequire } from "node:module";
import { runBenchmark, typicalRound } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { ws } from "./adapter.js";
import { bufferutilInstalled, wsLibrary } from "./library.js";

const run = { payload: { sizeBytes: 300_000, seed: 1 }, count: 4, warmupCount: 2 };

describe("profile", () => {
  it("has no effect by default", () => {
    const { options, profile, label } = ws();
    expect(options).toMatchObject({
      bufferutil: false,
      coalesce: false,
      keepMemory: false,
      mask: "random",
    });
    expect(profile).toEqual({ name: "default", settings: [] });
    expect(label).toBe("WebSocket");
  });

  it("stays within RFC 6455 when tuned, and gives a reason for each setting", () => {
    const { options, profile, label } = ws({ profile: "tuned" });
    expect(options).toMatchObject({ bufferutil: bufferutilInstalled, coalesce: true, keepMemory: true });
    expect(options.mask).toBe("random");
    expect(label).toBe("WebSocket, tuned");
    expect(profile?.name).toBe("tuned");
    expect(profile?.settings.map(({ option }) => option)).toEqual(
      expect.arrayContaining(["bufferutil", "coalesce", "keepMemory"]),
    );
    for (const { option, value, reason } of profile?.settings ?? []) {
      expect(options[option]).toBe(value);
      expect(reason).not.toBe("");
    }
  });

  it("does not override options of the caller", () => {
    const { options, profile } = ws({ profile: "tuned", bufferutil: false, mask: "zero" });
    expect(options).toMatchObject({ bufferutil: false, mask: "zero", coalesce: true });
    expect(profile?.settings.map(({ option }) => option)).not.toContain("bufferutil");
  });

  it("refuses an unknown profile", () => {
    expect(() => ws({ profile: "fast" as never })).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", message: expect.stringContaining("`ws.profile`") }),
    );
  });

  it("reports the mask code in use, also with two in one process", async () => {
    expect(bufferutilInstalled, "the workspace installs bufferutil").toBe(true);
    const { status, timings } = await runBenchmark({
      ...run,
      adapters: [ws(), ws({ profile: "tuned" }), ws({ mask: "zero" }), ws({ direction: "push" })],
    });
    expect(status).toBe("completed");
    expect(timings.map((timing) => typicalRound(timing).ends.senders[0]?.settings.mask)).toEqual([
      wsLibrary(false).maskCode,
      wsLibrary(true).maskCode,
      "zero",
      "none",
    ]);
    expect(timings.map(({ adapter }) => adapter.profile?.name)).toEqual([
      "default",
      "tuned",
      "default",
      "default",
    ]);
  });
});

describe("wsLibrary", () => {
  it("does not change the ws module or the environment of the process", () => {
    const require = createRequire(import.meta.url);
    const own = require("ws") as { WebSocket: unknown };
    expect(wsLibrary(false).WebSocket).not.toBe(wsLibrary(true).WebSocket);
    expect(wsLibrary(false)).toBe(wsLibrary(false));
    expect((require("ws") as { WebSocket: unknown }).WebSocket).toBe(own.WebSocket);
    expect(process.env.WS_NO_BUFFER_UTIL).toBeUndefined();
  });
});
