import { expect, it } from "vitest";
import { buildEnd, buildResult, buildRound, buildTiming } from "../../fixtures/build-result.js";
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
