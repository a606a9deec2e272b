// Numbers with units, as people type them. Pure. What is ambiguous is refused, never guessed.

/** What a text means. */
export interface Reading {
  /** Undefined: the text is no such number. */
  readonly value?: number;
  /** How to write what was probably meant, such as `10kB` for `10k`. */
  readonly meant?: string;
}

const NUMBER = String.raw`(?:\d+(?:\.\d+)?|\.\d+)(?:e\d+)?`;
const WITH_UNIT = new RegExp(`^(${NUMBER})\\s*([a-z/%]*)$`, "i");
const NOTHING: Reading = {};

/** The units of bytes, as factors. */
export const BYTES: Units = {
  "": 1,
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  kiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};
/** `b` is a bit elsewhere, so `10kb` and `1mb` are refused, too. */
const ALMOST_BYTES: Words = {
  k: "kB",
  kb: "kB",
  m: "MB",
  mb: "MB",
  g: "GB",
  gb: "GB",
  ki: "KiB",
  mi: "MiB",
  gi: "GiB",
  byte: "B",
  bytes: "B",
};
const MILLISECONDS: Units = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };
const ALMOST_TIME: Words = {
  msec: "ms",
  sec: "s",
  second: "s",
  seconds: "s",
  mins: "m",
  minute: "m",
  minutes: "m",
  hour: "h",
  hours: "h",
};
/** The units of rates, as factors to payloads per second. */
export const PER_SECOND: Units = { "": 1, "/s": 1, "/m": 1 / 60, "/min": 1 / 60, "/h": 1 / 3_600 };
const ALMOST_RATES: Words = { s: "/s", hz: "/s", rps: "/s", "/sec": "/s", "/second": "/s", "/minute": "/m" };
const MEGABITS: Units = {
  kbit: 0.001,
  Mbit: 1,
  Gbit: 1_000,
  "kbit/s": 0.001,
  "Mbit/s": 1,
  "Gbit/s": 1_000,
  kbps: 0.001,
  Mbps: 1,
  Gbps: 1_000,
};
const ALMOST_BITS: Words = {
  k: "kbit",
  kb: "kbit",
  m: "Mbit",
  mb: "Mbit",
  "mb/s": "Mbit",
  g: "Gbit",
  gb: "Gbit",
};

type Units = Readonly<Record<string, number>>;
type Words = Readonly<Record<string, string>>;

/** Bytes: `100`, `10kB` and `1MB` are decimal, `1KiB` and `1MiB` are binary. */
export function readBytes(text: string): Reading {
  return whole(read(text, BYTES, ALMOST_BYTES));
}

/** Milliseconds of `500ms`, `10s`, `2m`, `1h` or `1m30s`. A number without a unit is refused. */
export function readDuration(text: string): Reading {
  const parts = text.trim().match(new RegExp(`${NUMBER}\\s*[a-z]*`, "gi"));
  if (parts === null || parts.join("").length !== text.trim().length) return NOTHING;
  const readings = parts.map((part) => read(part, MILLISECONDS, ALMOST_TIME));
  let sum = 0;
  for (const [index, reading] of readings.entries()) {
    if (reading.value === undefined)
      return parts.length > 1 ? NOTHING : (missingUnit(parts[index]) ?? reading);
    sum += reading.value;
  }
  return { value: round(sum) };
}

/** Payloads per second of `200`, `200/s`, `1000/m` or `10/h`. */
export function readRate(text: string): Reading {
  return read(text, PER_SECOND, ALMOST_RATES);
}

/** Megabits per second of `100Mbit`, `1Gbit` or `500kbit`. */
export function readBitRate(text: string): Reading {
  return read(text, MEGABITS, ALMOST_BITS);
}

/** A share of `10%` or `0.1`. `10` could mean either 10 % or ten times. */
export function readPercent(text: string): Reading {
  const reading = read(text, { "": 1, "%": 0.01 }, {});
  if (reading.value === undefined || reading.value < 1 || text.includes("%")) return reading;
  return { meant: `${text.trim()}%` };
}

function read(text: string, units: Units, almost: Words): Reading {
  const match = WITH_UNIT.exec(text.trim());
  if (match === null) return NOTHING;
  const [, digits = "", unit = ""] = match;
  const factor = own(units, unit);
  if (factor !== undefined) return { value: round(Number(digits) * factor) };
  const lower = unit.toLowerCase();
  const meant = Object.keys(units).find((known) => known.toLowerCase() === lower) ?? own(almost, lower);
  return meant === undefined ? NOTHING : { meant: digits + meant };
}

/** Every object also inherits words, such as `constructor`. */
function own<T>(words: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

function missingUnit(text = ""): Reading | undefined {
  return /[a-z]/i.test(text) ? undefined : { meant: `${text.trim()}s` };
}

function whole(reading: Reading): Reading {
  return Number.isInteger(reading.value) || reading.meant !== undefined ? reading : NOTHING;
}

/** Without the last digits of a product of decimals: 1.1 kB is 1,100 bytes. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}

/** A time in the largest unit that shows it exactly: `90s`, `2m`. */
export function inTime(milliseconds: number): string {
  const units = [
    [3_600_000, "h"],
    [60_000, "m"],
    [1_000, "s"],
  ] as const;
  const unit = units.find(([size]) => milliseconds >= size && milliseconds % size === 0);
  return unit === undefined ? `${milliseconds}ms` : `${milliseconds / unit[0]}${unit[1]}`;
}
