import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isGenerated, type PayloadSource } from "../payload/payload-source.js";
import { refusal } from "./fixtures/refusal.js";
import { checkPayloads } from "./payload-option.js";

const limits = { maxPayloadBytes: 10, sent: 1_000 };
const folder = mkdtempSync(join(tmpdir(), "wireduel-payloads-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function detached(): Uint8Array {
  const bytes = new Uint8Array(3);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

/** The payloads of the only source, as text. */
function texts([source]: readonly PayloadSource[]): string[] {
  if (source === undefined || isGenerated(source)) throw new Error("expected given payloads");
  return source.payloads.map((payload) => Buffer.from(payload).toString());
}

describe("checkPayloads", () => {
  it("takes bytes without a copy, and a list of bytes as one source", () => {
    const bytes = new Uint8Array(2);
    const [one] = checkPayloads(bytes, limits);
    expect(one).toEqual({ kind: "bytes", from: null, payloads: [bytes] });
    expect(one && "payloads" in one && one.payloads[0]).toBe(bytes);
    const list = [bytes, Buffer.alloc(0)];
    expect(checkPayloads(list, limits)).toEqual([{ kind: "bytes", from: null, payloads: list }]);
  });

  it("generates distinct payloads by default, but not more than will be sent", () => {
    const size = { sizeBytes: 1_000 };
    const wide = { maxPayloadBytes: 2 ** 30, sent: Number.POSITIVE_INFINITY };
    const random = { kind: "random", seed: 1 };
    expect(checkPayloads(size, wide)).toEqual([{ ...random, ...size, distinct: 16_778 }]);
    expect(checkPayloads(size, { ...wide, sent: 30 })).toEqual([{ ...random, ...size, distinct: 30 }]);
    for (const [sizeBytes, distinct] of [
      [0, 1],
      [1, 2 ** 17],
      [1_000_000, 17],
      [20_000_000, 2],
    ] as const) {
      expect(checkPayloads({ sizeBytes }, wide)).toEqual([{ ...random, sizeBytes, distinct }]);
    }
    expect(checkPayloads({ ...size, kind: "zero" }, wide)).toMatchObject([{ distinct: 1 }]);
  });

  it("takes a kind, a number of distinct payloads and a seed", () => {
    const given = { sizeBytes: 7, kind: "json", distinct: 3, seed: -4 } as const;
    expect(checkPayloads(given, limits)).toEqual([given]);
  });

  it("reads a file, the files of a pattern in order, and lines", () => {
    const path = file("one.bin", "content");
    expect(checkPayloads({ file: path }, limits)).toMatchObject([{ kind: "file", from: path }]);
    expect(texts(checkPayloads({ file: path }, limits))).toEqual(["content"]);
    file("b.txt", "second");
    file("a.txt", "first");
    expect(texts(checkPayloads({ files: join(folder, "*.txt") }, limits))).toEqual(["first", "second"]);
    const lines = file("lines.ndjson", '{"a":1}\r\n\n[2]\n"end"');
    expect(texts(checkPayloads({ lines }, limits))).toEqual(['{"a":1}', "[2]", '"end"']);
    expect(texts(checkPayloads({ lines: file("ended", "x\n") }, limits))).toEqual(["x"]);
    expect(texts(checkPayloads({ lines: file("marked", "\uFEFFx\ny") }, limits))).toEqual(["x", "y"]);
  });

  it("mixes items, which are sources of their own", () => {
    const mixed = checkPayloads([Buffer.from("x"), { sizeBytes: 3 }, { file: file("m", "y") }], limits);
    expect(mixed.map(({ kind }) => kind)).toEqual(["bytes", "random", "file"]);
  });

  it.each<[string, () => unknown, string]>([
    ["too many bytes", () => new Uint8Array(11), "payload"],
    ["something else in a list", () => [new Uint8Array(1), "x"], "payload[1]"],
    ["too many bytes in a list", () => [new Uint8Array(1), new Uint8Array(11)], "payload[1]"],
    ["an empty list", () => [], "payload"],
    ["a list in a list", () => [[new Uint8Array(1)]], "payload[0]"],
    ["an array of other numbers", () => new Uint16Array(1), "payload"],
    ["a buffer without a view", () => new ArrayBuffer(1), "payload"],
    ["a Map", () => new Map([["sizeBytes", 1]]), "payload"],
    ["detached bytes", () => detached(), "payload"],
    ["a size above the limit", () => ({ sizeBytes: 11 }), "payload.sizeBytes"],
    ["a negative size", () => ({ sizeBytes: -1 }), "payload.sizeBytes"],
    ["an unknown field", () => ({ sizeBytes: 1, sead: 2 }), "sead"],
    ["a seed that is not whole", () => ({ sizeBytes: 1, seed: 0.5 }), "payload.seed"],
    ["an unknown kind", () => ({ sizeBytes: 1, kind: "xml" }), "payload.kind"],
    ["no distinct payload", () => ({ sizeBytes: 1, distinct: 0 }), "payload.distinct"],
    ["text", () => "text", "payload"],
    ["nothing", () => undefined, "payload"],
    ["a missing file", () => ({ file: join(folder, "missing") }), "payload.file"],
    ["a folder", () => [{ file: folder }], "payload[0].file"],
    ["a device", () => ({ lines: "/dev/null" }), "payload.lines"],
    ["a file above the limit", () => ({ file: file("large", "x".repeat(11)) }), "payload.file"],
    ["a line above the limit", () => ({ lines: file("long", `ok\n${"x".repeat(11)}\n`) }), "payload.lines"],
    ["lines that are no text", () => ({ lines: file("zeros", "a\0b\n") }), "payload.lines"],
    [
      "lines in another encoding",
      () => ({ lines: file("latin", Buffer.from("\xe4\n", "latin1")) }),
      "payload.lines",
    ],
    ["a file without lines", () => ({ lines: file("blank", "\n\r\n\n") }), "payload.lines"],
    ["a pattern without files", () => ({ files: join(folder, "*.png") }), "payload.files"],
    ["a path that is not text", () => ({ file: 5 }), "payload.file"],
    ["two sources in one item", () => ({ file: "a", lines: "b" }), "lines"],
  ])("refuses %s", (_, option, name) => {
    expect(refusal(() => checkPayloads(option(), limits))).toContain(`\`${name}\``);
  });

  it("refuses more than a gibibyte in total", () => {
    const wide = { maxPayloadBytes: 2 ** 30, sent: 10 };
    expect(refusal(() => checkPayloads({ sizeBytes: 2 ** 29, distinct: 3 }, wide))).toContain("`payload`");
  });
});
