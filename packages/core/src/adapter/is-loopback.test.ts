import { describe, expect, it } from "vitest";
import { isLoopback } from "./is-loopback.js";

describe("isLoopback", () => {
  it.each(["localhost", "127.0.0.1", "127.1.2.3", "::1"])("%s", (host) =>
    expect(isLoopback(host)).toBe(true),
  );
  it.each([
    "0.0.0.0",
    "::",
    "192.0.2.1",
    "localhost.example",
    "127.0.0.1.example",
    "127.0.0.999",
    "[::1]",
    "",
  ])("not %s", (host) => expect(isLoopback(host)).toBe(false));
});
