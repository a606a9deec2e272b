// JSON as an API would send it: records whose keys repeat and whose values do not.
import type { Random } from "./random.js";
import { textOf } from "./text.js";

/** A payload of at least this size is a list of records. A smaller one is a single object. */
const LIST_FROM_BYTES = 512;
/** No record is longer. */
const LONGEST_RECORD = 360;
const EMPTY_NOTE = '{"note":""}'.length;
/** 2026-01-01 in UTC. */
const EPOCH_MS = 1_767_225_600_000;
const YEAR_MS = 31_536_000_000;

/** A valid JSON document of exactly `sizeBytes` ASCII characters. Empty for a size of 0. */
export function jsonOf(sizeBytes: number, random: Random): string {
  if (sizeBytes === 0) return "";
  if (sizeBytes === 1) return String(random.below(10));
  if (sizeBytes < EMPTY_NOTE) return `"${textOf(sizeBytes - 2, random)}"`;
  return sizeBytes < LIST_FROM_BYTES ? objectOf(sizeBytes, random) : listOfRecords(sizeBytes, random);
}

/** As many fields as fit, then a note that fills the rest. */
function objectOf(sizeBytes: number, random: Random): string {
  let fields = "";
  for (const field of Object.entries(record(random))) {
    const json = `${JSON.stringify(field[0])}:${JSON.stringify(field[1])},`;
    if (fields.length + json.length + EMPTY_NOTE > sizeBytes) break;
    fields += json;
  }
  return `{${fields}"note":"${textOf(sizeBytes - fields.length - EMPTY_NOTE, random)}"}`;
}

/** As many records as fit, then a short one that fills the rest. */
function listOfRecords(sizeBytes: number, random: Random): string {
  const parts: string[] = [];
  let length = 2;
  while (length + LONGEST_RECORD + 1 + EMPTY_NOTE <= sizeBytes) {
    const json = JSON.stringify(record(random));
    parts.push(json);
    length += json.length + 1;
  }
  parts.push(`{"note":"${textOf(sizeBytes - length - EMPTY_NOTE, random)}"}`);
  return `[${parts.join(",")}]`;
}

function record(random: Random): object {
  return {
    id: [hex(random), hex(random), hex(random)].join("-"),
    createdAt: new Date(EPOCH_MS + random.below(YEAR_MS)).toISOString(),
    customer: 10_000 + random.below(990_000),
    amount: random.below(1_000_000) / 100,
    currency: ["EUR", "USD", "GBP"][random.below(3)],
    position: { latitude: degrees(random, 180), longitude: degrees(random, 360) },
    tags: [textOf(6, random).trim(), textOf(8, random).trim()],
    title: textOf(20 + random.below(30), random).trim(),
    active: random.below(2) === 1,
  };
}

function hex(random: Random): string {
  return (random.bits() >>> 0).toString(16).padStart(8, "0");
}

function degrees(random: Random, range: number): number {
  return Math.round((random.fraction() - 0.5) * range * 1e5) / 1e5;
}
