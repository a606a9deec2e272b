// What grpc-js does by itself, and the option that changes it.
import { createRequire } from "node:module";
import { type BenchmarkOptions, runBenchmark } from "@wireduel/core";
import { describe, expect, it } from "vitest";
import { grpc } from "./adapter.js";
import { DEFAULT_MAX_RECEIVE_BYTES } from "./options.js";

type Given = NonNullable<Parameters<typeof grpc>[0]>;

const MIB = 2 ** 20;
const require = createRequire(import.meta.url);

/** Why the only payload of a row failed. */
async function refusal(options: Given, more: Partial<BenchmarkOptions>): Promise<string> {
  const { timings } = await runBenchmark({
    adapters: [grpc(options)],
    payload: { sizeBytes: 10 },
    count: 1,
    warmupCount: 0,
    ...more,
  });
  const [round] = timings[0]?.rounds ?? [];
  return round?.errors[0]?.message ?? round?.failures[0]?.first ?? "";
}

describe("maxReceiveMessageBytes", () => {
  it("is grpc-js's own limit by default", () => {
    const constants = require("@grpc/grpc-js/build/src/constants") as Record<string, number>;
    expect(constants.DEFAULT_MAX_RECEIVE_MESSAGE_LENGTH).toBe(DEFAULT_MAX_RECEIVE_BYTES);
    expect(grpc().options.maxReceiveMessageBytes).toBe(DEFAULT_MAX_RECEIVE_BYTES);
  });

  it.each([
    ["a stream", { call: "bidi" }],
    ["a push", { direction: "push" }],
    ["unary calls", { call: "unary" }],
  ] as const)("fails the row of %s over 5 MiB, and the next row goes on", async (_, options) => {
    const { status, timings } = await runBenchmark({
      adapters: [grpc(options), grpc({ ...options, maxReceiveMessageBytes: 6 * MIB })],
      payload: { sizeBytes: 5 * MIB },
      count: 2,
      warmupCount: 0,
    });
    expect(status).toBe("failed");
    const [refused, received] = timings.map(({ rounds }) => rounds[0]);
    const [error] = refused?.errors ?? [];
    // A stream ends with the refusal. A unary call fails alone.
    const unary = "call" in options && options.call === "unary";
    expect(error?.code).toBe(unary ? undefined : "LINK_CLOSED");
    const message = unary ? refused?.failures[0]?.first : error?.message;
    expect(message).toMatch(/RESOURCE_EXHAUSTED.*larger than max.*4194304.*`maxReceiveMessageBytes`/);
    expect(message).not.toContain("\n");
    // Whoever knows the reason says it, and nothing else is added.
    const push = "direction" in options;
    expect(message?.includes("at the receiver")).toBe(push);
    expect(refused?.counts.acknowledged).toBe(0);
    expect(received).toMatchObject({ status: "completed", counts: { acknowledged: 2, damaged: 0 } });
  });

  it.each(
    (["inline", "process"] as const).flatMap((receiver) =>
      ([{}, { direction: "push" }, { call: "unary" }] as const).map((options) => ({ receiver, options })),
    ),
  )("is named for a reply over 5 MiB: %j", async ({ receiver, options }) => {
    const message = await refusal(options, { receiver, replyBytes: 5 * MIB });
    expect(message).toMatch(/RESOURCE_EXHAUSTED.*larger than max.*4194304.*`maxReceiveMessageBytes`/);
  });

  it("is raised by the tuned profile, with a reason", () => {
    const { options, profile, supports } = grpc({ profile: "tuned" });
    expect(options.maxReceiveMessageBytes).toBeGreaterThan(2 ** 30);
    expect(supports.maxFrameBytes).toBe(options.maxReceiveMessageBytes);
    expect(profile?.settings.map(({ option }) => option)).toContain("maxReceiveMessageBytes");
  });
});

describe("a limit for sending", () => {
  const channelOptions = { "grpc.max_send_message_length": 1_000 };

  it.each([
    [{}, "payloads"],
    [{ call: "unary" }, "payloads"],
    [{ direction: "push" }, "payloads"],
    [{}, "replies"],
    [{ call: "unary" }, "replies"],
    [{ direction: "push" }, "replies"],
  ] as const)("names its own option: %j, %s", async (options, large) => {
    const more = large === "replies" ? { replyBytes: 5_000 } : { payload: { sizeBytes: 5_000 } };
    const message = await refusal({ ...options, channelOptions }, { receiver: "inline", ...more });
    expect(message).toMatch(/RESOURCE_EXHAUSTED.*1000.*`channelOptions\["grpc.max_send_message_length"\]`/);
    expect(message).not.toContain("maxReceiveMessageBytes");
  });
});

describe("what grpc() changes from grpc-js", () => {
  it("is in the result, with grpc-js's own values", async () => {
    const { timings } = await runBenchmark({
      adapters: [grpc()],
      payload: { sizeBytes: 10 },
      count: 1,
      warmupCount: 0,
      receiver: "inline",
    });
    const overrides = timings[0]?.adapter.overrides ?? [];
    expect(overrides.map(({ setting }) => setting)).toEqual([
      "grpc.use_local_subchannel_pool",
      "grpc.enable_http_proxy",
      "grpc.client_idle_timeout_ms",
    ]);
    for (const { value, libraryValue, reason } of overrides) {
      expect(value).not.toBe(libraryValue);
      expect(reason).not.toBe("");
    }
  });
});
