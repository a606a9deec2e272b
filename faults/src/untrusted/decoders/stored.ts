// Decoders of stored results, and what is made of a result that a parser accepts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import {
  type BenchmarkResult,
  compareResults,
  decodeTimeHistogram,
  parseMatrix,
  parseResult,
  runBenchmark,
} from "@wireduel/core";
import { formatJson, formatResultComparison, isMatrix, type StoredResult } from "@wireduel/core/report";
import { formatHtml } from "@wireduel/report-html";
import { plainAdapters } from "../../subjects.js";
import { bytesOf, type Decoder, jsonBytes, textOf } from "../decoder.js";
import { DIFFERENCES, FORMATS, parseStored, readHistogram, readStored, STORED } from "../internals.js";

const MIB = 2 ** 20;
const PARSERS = [
  "packages/core/src/result/parse-stored.ts",
  "packages/cli/src/formats/parse-stored.ts",
  "packages/cli/src/formats/read-stored.ts",
];
const common = { form: "json", refuses: ["WireduelError"] } as const;

/** A result of a real run, with a round of each protocol. */
async function measured(): Promise<StoredResult> {
  const payload = { sizeBytes: 100 };
  return runBenchmark({
    adapters: plainAdapters(),
    payload,
    count: 5,
    warmupCount: 0,
    maxTransmissions: 3,
    receiver: "inline",
  });
}

async function capturesOf(
  wanted: (stored: StoredResult) => boolean | Promise<boolean>,
): Promise<Uint8Array[]> {
  const all = [await measured(), ...Object.values(STORED)];
  const are = await Promise.all(all.map(wanted));
  return all.filter((_, index) => are[index]).map((one) => bytesOf(formatJson(one)));
}

const results: Decoder = {
  ...common,
  name: "results",
  sources: PARSERS,
  open: async () => ({
    captures: await capturesOf((stored) => !isMatrix(stored)),
    decode: (bytes) => parseResult(textOf(bytes)),
  }),
};

const matrices: Decoder = {
  ...common,
  name: "matrices",
  sources: PARSERS,
  open: async () => ({
    captures: [
      ...(await capturesOf(isMatrix)),
      readFileSync(new URL("../../../../bench/matrix.json", import.meta.url)),
    ],
    decode: (bytes) => parseMatrix(textOf(bytes)),
  }),
};

const formats = Object.entries(FORMATS).map(
  ([name, { write }]): Decoder => ({
    ...common,
    name: `results as ${name}`,
    sources: PARSERS,
    open: async () => ({
      captures: await capturesOf((stored) => hasPlaceFor(stored, write)),
      decode: async (bytes) => void (await write(parseStored(textOf(bytes)))),
    }),
  }),
);

/** Some formats have no place for a matrix, or for a result that must not be compared. */
async function hasPlaceFor(
  stored: StoredResult,
  write: (stored: StoredResult) => string | Promise<string>,
): Promise<boolean> {
  try {
    await write(stored);
    return true;
  } catch {
    return false;
  }
}

const files: Decoder = {
  name: "files and pages of results",
  sources: [
    ...PARSERS,
    "packages/cli/src/formats/result-of-page.ts",
    "packages/cli/src/program/read-text.ts",
  ],
  form: "text",
  refuses: ["UsageError"],
  // What a page may hold, as bytes, as text, and parsed.
  mostBytes: 1024 * MIB,
  async open() {
    const folder = mkdtempSync(join(tmpdir(), "wireduel-untrusted-"));
    const file = join(folder, "result.json");
    const stored = [await measured(), ...Object.values(STORED)];
    return {
      captures: stored.flatMap((one) => [formatJson(one), formatHtml(one)]).map(bytesOf),
      decode(bytes) {
        writeFileSync(file, bytes);
        return readStored(file, { cwd: folder });
      },
      close: () => rmSync(folder, { recursive: true }),
    };
  },
};

/** The histograms of a real run. */
async function histograms(): Promise<readonly Uint8Array[]> {
  const stored = await measured();
  const rounds = isMatrix(stored) ? [] : stored.timings.flatMap((timing) => timing.rounds);
  const found = rounds.flatMap((round) => Object.values(round.histograms)).filter((one) => one !== null);
  return found.map(jsonBytes);
}

const coreHistograms: Decoder = {
  ...common,
  name: "histograms",
  sources: ["packages/core/src/stats/read-buckets.ts", "packages/core/src/stats/time-histogram.ts"],
  open: async () => ({
    captures: await histograms(),
    decode: async (bytes) => (await decodeTimeHistogram(JSON.parse(textOf(bytes)))).summary(),
  }),
  refuses: ["WireduelError", "SyntaxError"],
};

/** The bytes inside the compressed part. Harm to compressed bytes is only found by their checksum. */
const buckets: Decoder = {
  name: "buckets of histograms",
  sources: ["packages/core/src/stats/read-buckets.ts", "packages/report-html/src/times/read-histogram.ts"],
  form: "bytes",
  refuses: ["WireduelError"],
  async open() {
    const all = (await histograms()).map((bytes) => JSON.parse(textOf(bytes)));
    const [first] = all;
    return {
      captures: all
        .filter(({ samples }) => samples === first.samples)
        .map(({ encoded }) => inflateSync(Buffer.from(encoded, "base64").subarray(OUTER_BYTES))),
      async decode(bytes) {
        const histogram = { ...first, encoded: compressed(bytes).toString("base64") };
        readHistogram(histogram);
        return (await decodeTimeHistogram(histogram)).summary();
      },
    };
  },
};

const OUTER_BYTES = 8;
const COMPRESSED = 0x1c849314;

function compressed(plain: Uint8Array): Buffer {
  const zipped = deflateSync(plain);
  const outer = Buffer.alloc(OUTER_BYTES);
  outer.writeInt32BE(COMPRESSED);
  outer.writeInt32BE(zipped.length, 4);
  return Buffer.concat([outer, zipped]);
}

/** A result that is compared with one of the same run. */
const comparisons: Decoder = {
  ...common,
  name: "results that are compared",
  sources: PARSERS,
  open() {
    const base = STORED["several-rounds"] as BenchmarkResult;
    const head = { ...base, provenance: { ...base.provenance, id: "of head" } };
    return {
      captures: [bytesOf(formatJson(head))],
      decode(bytes) {
        const compared = compareResults(base, parseResult(textOf(bytes)), { mayDiffer: DIFFERENCES });
        return formatResultComparison(compared);
      },
    };
  },
};

/** What reads results. */
export const RESULTS: readonly Decoder[] = [
  results,
  matrices,
  comparisons,
  files,
  coreHistograms,
  buckets,
  ...formats,
];
