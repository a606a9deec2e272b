import { testAdapter } from "@wireduel/core/testing";
import { test } from "vitest";
import { grpc } from "./adapter.js";

const sameStream = "the default profile has the same stream, and its test sends them";

// The tuned limit is too large for a test.
testAdapter({
  test,
  createAdapter: (options = {}) =>
    grpc({ profile: "tuned", maxReceiveMessageBytes: 8 * 2 ** 20, ...options }),
  skip: {
    "carries 70000 frames, each once, unchanged and in the claimed order": sameStream,
    "push: carries 70000 frames, each once, unchanged and in the claimed order": sameStream,
  },
});
