// What would pass without being looked at shows nothing.
import { expect, it } from "vitest";
import { bytesOf, type Decoder, jsonBytes, textOf } from "./decoder.js";
import { fuzz } from "./fuzz.js";
import { survives } from "./survives.js";

const INPUT = bytesOf("an input");

function decoder(decode: (input: Uint8Array) => unknown, more: Partial<Decoder> = {}): Decoder {
  return {
    name: "a decoder of a test",
    sources: [],
    form: "json",
    refuses: ["TypeError", "Refusal"],
    open: () => ({ captures: [jsonBytes({ a: [1, 2], b: "text" })], decode }),
    ...more,
  };
}

function refusal(message: string): Error {
  return Object.assign(new Error(message), { name: "Refusal" });
}

it.each<[string, () => unknown]>([
  ["decodes it", () => ({ decoded: [1] })],
  ["refuses it with one clear error", () => Promise.reject(refusal("no"))],
])("a decoder that %s is well", async (_, decode) => {
  await expect(survives(decoder(decode), { decode }, INPUT)).resolves.toBeUndefined();
});

it.each<[string, () => unknown, RegExp]>([
  ["throws another error", () => JSON.parse("{"), /SyntaxError/],
  ["throws what is no error", () => Promise.reject("no"), /threw no/],
  ["says nothing", () => Promise.reject(refusal("")), /no message/],
  ["says too much", () => Promise.reject(refusal("x".repeat(10_000))), /10000 characters/],
  ["quotes commands to a terminal", () => Promise.reject(refusal("\u001b[2J")), /cannot be printed/],
  ["makes the input a prototype", () => ({ deep: [Object.create({ polluted: 1 })] }), /prototype/],
  ["takes memory", () => void Buffer.alloc(300 * 2 ** 20, 1), /MiB for 8 bytes/],
])("a decoder that %s is found", async (_, decode, found) => {
  await expect(survives(decoder(decode), { decode }, INPUT)).rejects.toThrow(found);
});

it("a decoder that changes a prototype of JavaScript is found", async () => {
  const decode = () => Object.defineProperty(Object.prototype, "polluted", { value: 1, configurable: true });
  try {
    await expect(survives(decoder(decode), { decode }, INPUT)).rejects.toThrow(/prototype of JavaScript/);
  } finally {
    delete (Object.prototype as { polluted?: number }).polluted;
  }
});

it.each<[string, (text: string) => boolean]>([
  ["a prototype as key", (text) => text.includes('"__proto__"')],
  ["many levels", (text) => text.startsWith('{"a":[[[[[[') || text.includes("[".repeat(1_000))],
  ["a number that is none", (text) => text.includes("1e999")],
  ["a repeated part", (text) => text.length > 45 && text.length < 100],
  ["a missing part", (text) => !text.includes("text")],
])("inputs have %s", async (_, isMet) => {
  let met = false;
  const decode = (input: Uint8Array) => {
    met ||= isMet(textOf(input));
  };
  await fuzz(decoder(decode), { seed: 1, inputs: 1_000 });
  expect(met).toBe(true);
});

it("the smallest input and the seed are named", async () => {
  const decode = (input: Uint8Array) => {
    if (textOf(input).includes("constructor")) throw new RangeError("found");
  };
  await expect(fuzz(decoder(decode), { seed: 1, inputs: 1_000 })).rejects.toThrow(
    /a decoder of a test: it threw a RangeError: found; seed 1, input .*constructor/,
  );
});

it("a decoder that refuses a real input is found", async () => {
  const decode = () => Promise.reject(refusal("no"));
  await expect(fuzz(decoder(decode), { seed: 1, inputs: 1 })).rejects.toThrow("no");
});
