import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { formatFloor } from "../floor/floor-table.js";
import type { FloorMeasured, FloorSettings } from "../floor/plan.js";
import { formatGrowth } from "../growth/growth-table.js";
import type { GrowthMeasured, GrowthSettings } from "../growth/plan.js";
import { formatPeers } from "../peers/peers-table.js";
import type { PeerMeasured, PeersSettings } from "../peers/plan.js";
import type { SendersMeasured, SendersSettings } from "../senders/plan.js";
import { formatSenders } from "../senders/senders-table.js";
import { formatSlices, type StoredSlices } from "../slices/table.js";
import { formatVariance, type StoredVariance } from "../variance/tables.js";
import { readSeries } from "../verdicts/read-series.js";
import { formatSame } from "../verdicts/same-table.js";
import { formatTuned } from "../verdicts/tuned-table.js";
import { formatInShort } from "./in-short.js";
import { formatMarkdown } from "./report.js";
import type { BenchResults } from "./results.js";
import { readLines, type StoredLines } from "./stored-lines.js";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const between = (begin: string, end: string, name = "performance") =>
  read(`../../../docs/${name}.md`).split(begin)[1]?.split(end)[0]?.trim();

it("reads the stored results.json, and formats it as the stored Markdown", () => {
  const results = JSON.parse(read("../../results.json")) as BenchResults;
  expect(formatMarkdown(results)).toBe(read("../../results.md"));
  expect(formatInShort(results)).toBe(read("../../in-short.md"));
});

const FOLDER = fileURLToPath(new URL("../../measured", import.meta.url));

/** The tables of the stored measurements. Empty if none are stored. */
const MEASURED: Readonly<Record<string, () => string>> = {
  variance: () => {
    const stored = readLines(join(FOLDER, "variance.jsonl"));
    return stored ? formatVariance(stored as StoredVariance) : "";
  },
  slices: () => {
    const stored = readLines(join(FOLDER, "slices.jsonl"));
    return stored ? formatSlices(stored as StoredSlices) : "";
  },
  same: () => {
    const stored = readSeries(FOLDER, "same");
    return stored.length > 0 ? formatSame(stored) : "";
  },
  tuned: () => {
    const stored = readSeries(FOLDER, "tuned");
    return stored.length > 0 ? formatTuned(stored) : "";
  },
  floor: () => {
    const stored = readLines(join(FOLDER, "floor.jsonl"));
    return stored ? formatFloor(stored as StoredLines<FloorMeasured, FloorSettings>) : "";
  },
  peers: () => {
    const stored = readLines(join(FOLDER, "peers.jsonl"));
    return stored ? formatPeers(stored as StoredLines<PeerMeasured, PeersSettings>) : "";
  },
  growth: () => {
    const stored = readLines(join(FOLDER, "growth.jsonl"));
    return stored ? formatGrowth(stored as StoredLines<GrowthMeasured, GrowthSettings>) : "";
  },
  senders: () => {
    const stored = readLines(join(FOLDER, "senders.jsonl"));
    return stored ? formatSenders(stored as StoredLines<SendersMeasured, SendersSettings>) : "";
  },
};
/** The documents that show them, if it is not docs/performance.md. */
const ELSEWHERE: Readonly<Record<string, string>> = { senders: "scale" };

it.each(Object.entries(MEASURED))("shows what is stored of %s in its document", (name, format) => {
  const text = format();
  if (text !== "") expect(text).toBe(read(`../../measured/${name}.md`));
  const [begin, end] = [`<!-- results of pnpm bench ${name} -->`, `<!-- end of ${name} -->`];
  expect(between(begin, end, ELSEWHERE[name])).toBe(text.trim());
});

it("shows the stored results in docs/performance.md", () => {
  expect(between("<!-- results of pnpm bench -->", "<!-- end of results -->")).toBe(
    read("../../results.md").trim(),
  );
  expect(between("<!-- results of pnpm bench, in short -->", "<!-- end of in short -->")).toBe(
    read("../../in-short.md").trim(),
  );
});
