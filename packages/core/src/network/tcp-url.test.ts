import { describe, expect, it } from "vitest";
import { tcpTarget, withTarget } from "./tcp-url.js";

const tap = { host: "127.0.0.1", port: 4_321 };

describe("tcpTarget and withTarget", () => {
  it.each([
    ["ws://10.0.0.7:8080/path?x=1#y", "10.0.0.7", 8_080, "ws://127.0.0.1:4321/path?x=1#y"],
    ["ws://127.0.0.1:80/", "127.0.0.1", 80, "ws://127.0.0.1:4321/"],
    ["ws://host/a b/%7e/../x", "host", 80, "ws://127.0.0.1:4321/a b/%7e/../x"],
    ["wss://host", "host", 443, "wss://127.0.0.1:4321"],
    ["http://host?x", "host", 80, "http://127.0.0.1:4321?x"],
    ["https://host/", "host", 443, "https://127.0.0.1:4321/"],
    ["grpc://127.0.0.1:50051", "127.0.0.1", 50_051, "grpc://127.0.0.1:4321"],
    ["tcp://127.0.0.1:5000", "127.0.0.1", 5_000, "tcp://127.0.0.1:4321"],
    ["tcp://[::1]:5000", "::1", 5_000, "tcp://127.0.0.1:4321"],
    ["ws://[fe80::1:2]:9/x", "fe80::1:2", 9, "ws://127.0.0.1:4321/x"],
    ["ws://me:pass@host:81/x?a@b:2", "host", 81, "ws://me:pass@127.0.0.1:4321/x?a@b:2"],
    [
      "my-proto+1.x://host-1.example:65535/127.0.0.1:1",
      "host-1.example",
      65_535,
      "my-proto+1.x://127.0.0.1:4321/127.0.0.1:1",
    ],
  ])("%s", (url, host, port, through) => {
    expect(tcpTarget(url)).toEqual({ host, port });
    expect(withTarget(url, tap)).toBe(through);
    // The adapters' `new URL` gives the same.
    expect(new URL(through).port).toBe("4321");
    expect(new URL(through).hostname).toBe("127.0.0.1");
    expect(new URL(through).pathname).toBe(new URL(url).pathname);
  });

  it("knows no default port of a scheme by the name of a property of every object", () => {
    expect(tcpTarget("constructor://host")).toBeUndefined();
    expect(tcpTarget("__proto__://host")).toBeUndefined();
  });

  it("puts an IPv6 tap into brackets", () => {
    expect(withTarget("tcp://host:1", { host: "::1", port: 2 })).toBe("tcp://[::1]:2");
  });

  it.each(["memory:free-1", "unix:/x", "unix:///run/x.sock", "", "host:80", "://host:80", "ws://:80/"])(
    "refuses a tap in front of %j",
    (url) => {
      expect(tcpTarget(url)).toBeUndefined();
      expect(() => withTarget(url, tap)).toThrow(TypeError);
    },
  );

  it.each(["tcp://host", "tcp://host:0", "tcp://host:65536", "tcp://host:123456"])(
    "finds no port to dial in %j",
    (url) => {
      expect(tcpTarget(url)).toBeUndefined();
    },
  );
});
