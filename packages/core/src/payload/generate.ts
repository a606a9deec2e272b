import type { GeneratedPayloads } from "./payload-source.js";
import { Random, randomBytes } from "./random.js";
import { jsonOf } from "./records.js";
import { textOf } from "./text.js";

/** Generates payloads. All of them are views of one buffer. */
export function generate({ kind, sizeBytes, distinct, seed }: GeneratedPayloads): readonly Uint8Array[] {
  const total = sizeBytes * distinct;
  const bytes = kind === "random" ? randomBytes(total, seed) : new Uint8Array(total);
  const payloads = Array.from({ length: distinct }, (_, index) =>
    bytes.subarray(index * sizeBytes, (index + 1) * sizeBytes),
  );
  if (kind === "text" || kind === "json") {
    const write = kind === "text" ? textOf : jsonOf;
    const random = new Random(seed);
    const target = Buffer.from(bytes.buffer);
    for (let index = 0; index < distinct; index++) {
      target.write(write(sizeBytes, random), index * sizeBytes, "latin1");
    }
  }
  return payloads;
}
