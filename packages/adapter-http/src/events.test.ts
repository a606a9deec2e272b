// The conformance suite over server-sent events.
import { testAdapter } from "@wireduel/core/testing";
import { describe, test } from "vitest";
import { inBrief } from "../../core/src/testing/fixtures/in-brief.js";
import { http } from "./adapter.js";
import { asText } from "./fixtures/as-text.js";

const brief = inBrief(test);

/** Only the cases with a push, as an upload has no events. That of a pause is in both directions. */
const pushes = (name: string, run: () => Promise<void>, timeoutMs: number) =>
  /push: |pause/.test(name) ? brief(name, run, timeoutMs) : undefined;

describe.each(["1.1", "2"] as const)("events over HTTP/%s", (version) => {
  testAdapter({
    test: pushes,
    createAdapter: (options) => asText(http({ version, codec: "json-base64", ...options })),
  });
});
