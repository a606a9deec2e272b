import { describe, expect, it } from "vitest";
import { buildEnd, buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
import type { JsonValue } from "../../result/json.js";
import { auditOf } from "./audit-of.js";
import { auditNotes, auditWarnings, settingInWords, valuesInWords } from "./audit-words.js";

it("the words of an audit", async () => {
  const round = (...nodes: readonly string[]) =>
    nodes.map((node) => buildRound([1, 2], { ends: { senders: [], receivers: [buildEnd({ node })] } }));
  const gzip = buildTiming("gRPC, gzip", round("22.0.0", "24.0.0"));
  const chosen = { ...gzip.adapter, options: { compression: "gzip" }, chosen: ["compression"] };
  const audit = auditOf(
    buildResult([buildTiming("WebSocket", round("20.0.0")), { ...gzip, adapter: chosen }]),
  );
  const names = audit.settings.map(({ name, values }) => {
    return `${settingInWords(name)}: ${values.map(valuesInWords).join(" | ")}`;
  });
  const text = [...names, "", ...auditWarnings(audit), "", ...auditNotes(audit), ""].join("\n");
  await expect(text).toMatchFileSnapshot("../snapshots/audit.txt");
});

describe("the values of a setting in words", () => {
  it.each<[readonly JsonValue[], string]>([
    [[], "none"],
    [[null], "none"],
    [[[]], "none"],
    [[true, false], "yes, then no"],
    [[0, 1.5], "0, then 1.5"],
    [["raw"], "raw"],
    [[["a", "b"]], "a, b"],
    [[{ kind: "rate", count: null }], "kind: rate, count: none"],
    [
      [{ sources: [{ kind: "json", bytes: 3 }, { kind: "file" }], replyBytes: 0 }],
      "sources: (kind: json, bytes: 3), (kind: file), replyBytes: 0",
    ],
  ])("%j: %s", (values, words) => {
    expect(valuesInWords(values)).toBe(words);
  });
});
