import { describe, expect, it } from "vitest";
import { readBitRate, readBytes, readDuration, readPercent, readRate } from "./units.js";

describe("bytes", () => {
  it.each([
    ["0", 0],
    ["100", 100],
    ["100B", 100],
    ["10kB", 10_000],
    ["10 kB", 10_000],
    ["10KB", 10_000],
    ["1.1kB", 1_100],
    [".5MB", 500_000],
    ["1MB", 1_000_000],
    ["1KiB", 1_024],
    ["1MiB", 1_048_576],
    ["1GB", 1e9],
    ["1e6", 1_000_000],
  ])("%s", (text, value) => expect(readBytes(text)).toEqual({ value }));

  it.each([
    ["10k", "10kB"],
    ["10K", "10kB"],
    ["10kb", "10kB"],
    ["1mb", "1MB"],
    ["1Mb", "1MB"],
    ["1M", "1MB"],
    ["1mib", "1MiB"],
    ["10bytes", "10B"],
  ])("%s is refused with the right form", (text, meant) => expect(readBytes(text)).toEqual({ meant }));

  it.each(["", "kB", "ten", "-5", "1.5", "1,000", "0x10", "1kBs", "NaN", "Infinity", "1..5kB", "10 k B"])(
    "%j is refused",
    (text) => expect(readBytes(text).value).toBeUndefined(),
  );

  it("suggests no words that every object of JavaScript has", () => {
    expect(readBytes("10constructor")).toEqual({});
    expect(readDuration("10constructor")).toEqual({});
  });
});

describe("times", () => {
  it.each([
    ["500ms", 500],
    ["10s", 10_000],
    ["0.5s", 500],
    ["2m", 120_000],
    ["2min", 120_000],
    ["1h", 3_600_000],
    ["1m30s", 90_000],
    ["0.25ms", 0.25],
  ])("%s", (text, value) => expect(readDuration(text)).toEqual({ value }));

  it.each([
    ["10", "10s"],
    ["10sec", "10s"],
    ["10S", "10s"],
    ["2minutes", "2m"],
  ])("%s is refused with the right form", (text, meant) => expect(readDuration(text)).toEqual({ meant }));

  it.each(["", "s", "-1s", "1s-", "1 year", "5x"])("%j is refused", (text) => {
    expect(readDuration(text).value).toBeUndefined();
  });
});

describe("rates and shares", () => {
  it.each([
    ["200", 200],
    ["200/s", 200],
    ["600/m", 10],
    ["600/min", 10],
    ["3600/h", 1],
    ["0.5/s", 0.5],
  ])("%s", (text, value) => expect(readRate(text)).toEqual({ value }));

  it.each([
    ["10%", 0.1],
    ["0.1", 0.1],
    ["0", 0],
    ["150%", 1.5],
    ["7%", 0.07],
  ])("%s", (text, value) => expect(readPercent(text)).toEqual({ value }));

  it("does not guess whether 10 is ten percent or ten times", () => {
    expect(readPercent("10")).toEqual({ meant: "10%" });
    expect(readPercent("1")).toEqual({ meant: "1%" });
  });

  it.each([
    ["100Mbit", 100],
    ["1Gbit", 1_000],
    ["500kbit", 0.5],
    ["100Mbps", 100],
    ["100Mbit/s", 100],
  ])("%s", (text, value) => expect(readBitRate(text)).toEqual({ value }));

  it("knows what 100M and 100mb mean for a network", () => {
    expect(readBitRate("100M")).toEqual({ meant: "100Mbit" });
    expect(readBitRate("100mb")).toEqual({ meant: "100Mbit" });
    expect(readBitRate("200rps")).toEqual({});
  });
});
