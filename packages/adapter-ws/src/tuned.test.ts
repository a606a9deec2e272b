import { testAdapter } from "@wireduel/core/testing";
import { test } from "vitest";
import { ws } from "./adapter.js";

testAdapter({
  test,
  createAdapter: (options = {}) => ws({ profile: "tuned", maxReceiveMessageBytes: 8 * 2 ** 20, ...options }),
});
