// Real inputs that a broken link or a hostile peer has changed.
import fc from "fast-check";
import { bytesOf, type Form, textOf } from "./decoder.js";
import { harmedJson } from "./harm-json.js";

/** Changes bytes. `others` are further real inputs. */
type Harm = (bytes: Buffer, others: readonly Uint8Array[]) => Buffer;

/** A place in an input of any length, from 0 to below 1. */
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const at = (fraction: number, length: number) => Math.floor(fraction * (length + 1));

/** Where a part of some bytes begins and ends. */
function partOf({ length }: Buffer, from: number, to: number): readonly [number, number] {
  const [one, other] = [at(from, length), at(to, length)];
  return [Math.min(one, other), Math.max(one, other)];
}

/** Numbers that length fields stumble over, in one, two, four and eight bytes. */
const NUMBERS = [1, 2, 4, 8].flatMap((size) =>
  [0x00, 0xff, 0x7f, 0x80, 0x01].map((first) =>
    Buffer.alloc(size, first === 0x7f ? 0xff : 0).fill(first, 0, 1),
  ),
);

/** What means something to a program that reads text. */
const WORDS = [
  ..."__proto__ constructor toString hasOwnProperty null true NaN -1 1e999 1e300 0x10 %00 ../ $&".split(" "),
  ...",;:=&%#\"'`\\/<>{}[] \u0000\u202e\ufeff\r\n\t",
  ...["\u001b[2J", "9".repeat(400)],
];

const flip: fc.Arbitrary<Harm> = fc
  .tuple(place, fc.integer({ min: 0, max: 7 }))
  .map(([where, bit]) => (bytes) => {
    const harmed = Buffer.from(bytes);
    const index = at(where, bytes.length - 1);
    if (harmed.length > 0) harmed[index] = (harmed[index] ?? 0) ^ (1 << bit);
    return harmed;
  });
const cut: fc.Arbitrary<Harm> = fc.tuple(place, place).map(([from, to]) => (bytes) => {
  const [first, second] = partOf(bytes, from, to);
  return Buffer.concat([bytes.subarray(0, first), bytes.subarray(second)]);
});
const shorten: fc.Arbitrary<Harm> = place.map((to) => (bytes) => bytes.subarray(0, at(to, bytes.length)));
const double: fc.Arbitrary<Harm> = fc.tuple(place, place).map(([from, to]) => (bytes) => {
  const [first, second] = partOf(bytes, from, to);
  return Buffer.concat([bytes.subarray(0, second), bytes.subarray(first)]);
});
const splice: fc.Arbitrary<Harm> = fc
  .tuple(fc.nat(), place, place)
  .map(([which, from, to]) => (bytes, others) => {
    const other = others[which % others.length] ?? bytes;
    return Buffer.concat([bytes.subarray(0, at(from, bytes.length)), other.subarray(at(to, other.length))]);
  });
/** Writes over what is there, or moves it. */
const insert = (what: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Harm> =>
  fc.tuple(place, what, fc.boolean()).map(([where, added, over]) => (bytes) => {
    const index = at(where, bytes.length);
    return Buffer.concat([
      bytes.subarray(0, index),
      added,
      bytes.subarray(over ? index + added.length : index),
    ]);
  });

const number = insert(fc.constantFrom(...NUMBERS));
const word = insert(fc.constantFrom(...WORDS).map(bytesOf));
const noise = insert(fc.uint8Array({ maxLength: 40 }));

const HARMS: Readonly<Record<Form, fc.Arbitrary<Harm>>> = {
  bytes: fc.oneof(flip, flip, cut, shorten, double, splice, number, number, word, noise),
  text: fc.oneof(flip, cut, shorten, double, splice, word, word, word, noise),
  json: fc.oneof(flip, cut, shorten, double, word),
};

/** Inputs for a decoder: real ones with one to four harms, and now and then something else. */
export function harmed(form: Form, captures: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const bytes = fc
    .tuple(fc.constantFrom(...captures), fc.array(HARMS[form], { minLength: 1, maxLength: 4 }))
    .map(([capture, harms]) =>
      harms.reduce<Buffer>((sum, harm) => harm(sum, captures), Buffer.from(capture)),
    );
  const anything =
    form === "bytes" ? fc.uint8Array({ maxLength: 200 }) : fc.string({ unit: "binary" }).map(bytesOf);
  if (form !== "json") return fc.oneof({ weight: 9, arbitrary: bytes }, { weight: 1, arbitrary: anything });
  const values = fc.constantFrom(...captures).map((capture) => JSON.parse(textOf(capture)) as unknown);
  return fc.oneof(
    { weight: 7, arbitrary: harmedJson(values).map(bytesOf) },
    { weight: 2, arbitrary: bytes },
    { weight: 1, arbitrary: fc.json().map(bytesOf) },
  );
}
