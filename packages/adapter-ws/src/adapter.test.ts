import { testAdapter } from "@wireduel/core/testing";
import { test } from "vitest";
import { ws } from "./adapter.js";

// A frame of ws's own limit, 100 MiB, would take too long.
testAdapter({
  test,
  createAdapter: (options = {}) => ws({ maxReceiveMessageBytes: 8 * 2 ** 20, ...options }),
});
