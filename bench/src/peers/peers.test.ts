import { describe, expect, it } from "vitest";
import { storedHead } from "../results/fixtures/stored-head.js";
import { formatPeers } from "./peers-table.js";
import type { Generator, PeerMeasured, Trial } from "./plan.js";
import { readArtillery, readAutocannon } from "./tools.js";

describe("readArtillery", () => {
  it("reads the times that functions of ours stamped", () => {
    const report = { aggregate: { summaries: { round_trip_us: { min: 1, p50: 44.3, p99: 2370 } } } };
    expect(readArtillery(JSON.stringify(report))).toEqual({ p50Us: 44.3, p99Us: 2_370 });
  });

  it("refuses a report without them, as it always is without such functions", () => {
    expect(() => readArtillery(JSON.stringify({ aggregate: { summaries: {} } }))).toThrow(/round trips/);
  });
});

it("reads the whole milliseconds of autocannon", () => {
  expect(readAutocannon(JSON.stringify({ latency: { p50: 0, p99: 2 } }))).toEqual({ p50Us: 0, p99Us: 2_000 });
});

describe("formatPeers", () => {
  const head = storedHead("pnpm bench peers", {
    rounds: 2,
    bytes: 100,
    connections: 16,
    measureMs: 2_000,
    versions: { artillery: "2.0.34" },
  });
  const line = (trial: Trial, generator: Generator, round: number, cpuUs: number, p50Us: number | null) => {
    const numbers = { perSecond: 10_000, generatorCpuUs: cpuUs, p50Us, p99Us: p50Us };
    return { protocol: generator === "autocannon" ? "HTTP/1.1" : "ws", trial, generator, round, ...numbers };
  };
  const lines = [1, 2].flatMap((round) => [
    line("capacity", "Artillery", round, 40, null),
    line("capacity", "Wireduel", round, 20, 99),
    line("latency", "bare client", round, 10, 25 * round),
    line("latency", "Wireduel", round, 10, 25 * round + 10),
    line("latency", "autocannon", round, 10, 0),
  ]) as PeerMeasured[];
  const cells = formatPeers({ head, lines })
    .split("\n")
    .filter((row) => row.startsWith("|"))
    .map((row) => row.slice(2, -2).split(" | "));

  it("has the messages that a core could send, and their ratio", () => {
    expect(cells).toContainEqual(["ws", "Artillery", "10,000", "40.0", "25,000", "2.00"]);
    expect(cells).toContainEqual(["ws", "Wireduel", "10,000", "20.0", "50,000", ""]);
  });

  it("has what a generator adds to the bare client of the same round", () => {
    expect(cells).toContainEqual(["ws", "Wireduel", "100", "47.5", "47.5", "10.0", "10.0"]);
  });

  it("does not subtract from whole milliseconds", () => {
    expect(cells.find(([, name]) => name === "autocannon")?.slice(2)).toEqual([
      ...["100", "0 ms", "0 ms", "not known", "not known"],
    ]);
  });
});
