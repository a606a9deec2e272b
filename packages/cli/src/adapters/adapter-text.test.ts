import { describe, expect, it } from "vitest";
import { UsageError } from "../failure.js";
import { readAdapterText, withoutUnits } from "./adapter-text.js";

describe("an adapter on the command line", () => {
  it.each([
    ["ws", { adapter: "ws" }],
    ["ws:profile=tuned,direction=push", { adapter: "ws", profile: "tuned", direction: "push" }],
    ["ws:noDelay=false,fragmentBytes=100", { adapter: "ws", noDelay: false, fragmentBytes: 100 }],
    ["ws:coalesce", { adapter: "ws", coalesce: true }],
    ["grpc:keepalive=null", { adapter: "grpc", keepalive: null }],
    [
      'grpc:keepalive={"timeMs":5,"from":"both"},call=unary',
      {
        adapter: "grpc",
        keepalive: { timeMs: 5, from: "both" },
        call: "unary",
      },
    ],
    [
      "grpc:keepalive.timeMs=10s,keepalive.from=both",
      {
        adapter: "grpc",
        keepalive: { timeMs: "10s", from: "both" },
      },
    ],
    [
      "grpc:channelOptions.grpc.enable_retries=1",
      { adapter: "grpc", channelOptions: { "grpc.enable_retries": 1 } },
    ],
    ["grpc:label=16", { adapter: "grpc", label: "16" }],
    ['grpc:label="a, b"', { adapter: "grpc", label: "a, b" }],
    ["./my-adapter.ts:label=mine", { adapter: "./my-adapter.ts", label: "mine" }],
    ["C:\\adapters\\mine.js:label=mine", { adapter: "C:\\adapters\\mine.js", label: "mine" }],
    ["file:///adapters/mine.js", { adapter: "file:///adapters/mine.js" }],
    ["@me/adapter:label=mine", { adapter: "@me/adapter", label: "mine" }],
    ["ws:unixSocket=/run/a.sock", { adapter: "ws", unixSocket: "/run/a.sock" }],
  ])("%s", (text, settings) => expect(readAdapterText(text)).toEqual(settings));

  it.each([
    ":profile=tuned",
    "ws:",
    "ws:=5",
    "ws:profile=tuned,",
    "ws:a=1,a=2",
    "ws:a=1,a.b=2",
    "ws:__proto__.a=1",
  ])("refuses %s", (text) => expect(() => readAdapterText(text)).toThrow(UsageError));

  it("makes numbers of bytes and times with units", () => {
    const options = {
      maxReceiveMessageBytes: "16MiB",
      keepalive: { timeMs: "10s" },
      fragmentBytes: 5,
      path: "/10kB",
    };
    expect(withoutUnits("grpc", options)).toEqual({
      maxReceiveMessageBytes: 16 * 2 ** 20,
      keepalive: { timeMs: 10_000 },
      fragmentBytes: 5,
      path: "/10kB",
    });
    expect(() => withoutUnits("grpc", { windowBytes: "16M" })).toThrow(UsageError);
  });
});
