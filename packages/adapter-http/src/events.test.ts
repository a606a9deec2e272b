// The conformance suite over server-sent events.
import { testAdapter } from "@wireduel/core/testing";
import { describe, test } from "vitest";
import { http } from "./adapter.js";
import { asText } from "./fixtures/as-text.js";

/** Only the cases of a push: an upload has no events. */
const pushes = (name: string, run: () => Promise<void>, timeoutMs: number) =>
  name.includes("push: ") ? test(name, run, timeoutMs) : undefined;

describe.each(["1.1", "2"] as const)("events over HTTP/%s", (version) => {
  testAdapter({
    test: pushes,
    createAdapter: (options) => asText(http({ version, codec: "json-base64", ...options })),
  });
});
