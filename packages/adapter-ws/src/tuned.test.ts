import { testAdapter } from "@wireduel/core/testing";
import { test } from "vitest";
import { inBrief } from "../../core/src/testing/fixtures/in-brief.js";
import { ws } from "./adapter.js";

testAdapter({
  test: inBrief(test),
  createAdapter: (options = {}) => ws({ profile: "tuned", maxReceiveMessageBytes: 8 * 2 ** 20, ...options }),
});
