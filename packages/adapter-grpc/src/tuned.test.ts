import { testAdapter } from "@wireduel/core/testing";
import { test } from "vitest";
import { inBrief } from "../../core/src/testing/fixtures/in-brief.js";
import { grpc } from "./adapter.js";

// The tuned limit is too large for a test.
testAdapter({
  test: inBrief(test),
  createAdapter: (options = {}) =>
    grpc({ profile: "tuned", maxReceiveMessageBytes: 8 * 2 ** 20, ...options }),
});
