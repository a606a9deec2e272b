import { describe, expect, it } from "vitest";
import type { ReceivedCounts } from "../receiver/receive-frame.js";
import type { Counts } from "../result/result.js";
import { countsOf, type SentCounts } from "./counts.js";

/** Ten payloads from number 100 on, over one ordered link. All arrived. */
const sent: SentCounts = {
  settled: 10,
  failed: 0,
  dropped: 0,
  notHandedOver: 0,
  mostInFlight: 3,
  overdue: 0,
  firstSequence: 100,
  lastHandedOver: 109,
  connections: 1,
  ordered: true,
};
const received: ReceivedCounts = {
  highestSequence: 109,
  received: 10,
  duplicated: 0,
  reordered: 0,
  damaged: 0,
  undecodable: 0,
  unchecked: 0,
  damagedSequences: [],
  firstUndecodable: null,
};
const whole: Counts = {
  sent: 10,
  passed: 10,
  acknowledged: 10,
  failed: 0,
  dropped: 0,
  mostInFlight: 3,
  delivered: 10,
  lost: 0,
  undelivered: 0,
  duplicated: 0,
  reordered: 0,
  damaged: 0,
};

describe("countsOf", () => {
  it.each<[string, Partial<SentCounts>, Partial<ReceivedCounts>, Partial<Counts>]>([
    ["all arrived once and unchanged", {}, {}, {}],
    [
      "nothing was sent",
      { settled: 0, lastHandedOver: -1 },
      { received: 0, highestSequence: null },
      { sent: 0, passed: 0, acknowledged: 0, delivered: 0 },
    ],
    ["some were dropped", { dropped: 7 }, {}, { dropped: 7 }],
    [
      "a later one arrived: the missing one is lost",
      { failed: 1 },
      { received: 9 },
      { acknowledged: 9, failed: 1, delivered: 9, lost: 1 },
    ],
    [
      "the last three are missing: they may still arrive",
      { failed: 3, overdue: 3 },
      { received: 7, highestSequence: 106 },
      { acknowledged: 7, failed: 3, delivered: 7, undelivered: 3 },
    ],
    [
      "the last two and an earlier one are missing",
      { failed: 3 },
      { received: 7, highestSequence: 107 },
      { acknowledged: 7, failed: 3, delivered: 7, lost: 1, undelivered: 2 },
    ],
    [
      "none arrived: all may still arrive",
      { failed: 10 },
      { received: 0, highestSequence: null },
      { acknowledged: 0, failed: 10, delivered: 0, undelivered: 10 },
    ],
    [
      "only payloads of the previous phase arrived",
      { failed: 10 },
      { received: 0, highestSequence: 99 },
      { acknowledged: 0, failed: 10, delivered: 0, undelivered: 10 },
    ],
    [
      "some never reached the link: they are not missing",
      { failed: 2, notHandedOver: 2 },
      { received: 8 },
      { passed: 8, acknowledged: 8, failed: 2, delivered: 8 },
    ],
    [
      "the last never reached the link, and an earlier one is missing",
      { failed: 2, notHandedOver: 1, lastHandedOver: 108 },
      { received: 8, highestSequence: 108 },
      { passed: 9, acknowledged: 8, failed: 2, delivered: 8, lost: 1 },
    ],
    [
      "none reached the link",
      { failed: 10, notHandedOver: 10, lastHandedOver: -1 },
      { received: 0, highestSequence: null },
      { passed: 0, acknowledged: 0, failed: 10, delivered: 0 },
    ],
    [
      "more arrived than were acknowledged: replies were lost",
      { failed: 2, overdue: 2 },
      {},
      { acknowledged: 8, failed: 2 },
    ],
    ["duplicates arrived", {}, { duplicated: 4 }, { duplicated: 4 }],
    [
      "duplicates do not replace missing payloads",
      { failed: 1 },
      { received: 9, duplicated: 1 },
      { acknowledged: 9, failed: 1, delivered: 9, lost: 1, duplicated: 1 },
    ],
    ["some arrived late", {}, { reordered: 2 }, { reordered: 2 }],
    ["some had wrong bytes", {}, { damaged: 3 }, { delivered: 7, damaged: 3 }],
    [
      "some could not be decoded: damaged, and not lost",
      { failed: 2 },
      { received: 8, undecodable: 2 },
      { acknowledged: 8, failed: 2, delivered: 8, damaged: 2 },
    ],
    [
      "some had wrong bytes, and some could not be decoded",
      { failed: 1 },
      { received: 9, undecodable: 1, damaged: 2 },
      { acknowledged: 9, failed: 1, delivered: 7, damaged: 3 },
    ],
    ["undecodable frames arrived as well: no payloads", {}, { undecodable: 2 }, { duplicated: 2 }],
    [
      "one could not be decoded, and so could not its copy",
      { failed: 1 },
      { received: 9, undecodable: 2 },
      { acknowledged: 9, failed: 1, delivered: 9, damaged: 1, duplicated: 1 },
    ],
    [
      "numbers arrived that were never sent",
      {},
      { received: 12, damaged: 1, highestSequence: 1e9 },
      { delivered: 9, damaged: 1, duplicated: 2 },
    ],
    [
      "a receiver counts more damaged payloads than there are",
      {},
      { received: 12, damaged: 12 },
      { delivered: 0, damaged: 10, duplicated: 2 },
    ],
    [
      "without order, missing payloads that are not overdue are lost",
      { ordered: false, failed: 3, overdue: 1 },
      { received: 7, highestSequence: 106 },
      { acknowledged: 7, failed: 3, delivered: 7, lost: 2, undelivered: 1 },
    ],
    [
      "without order, overdue payloads may have arrived",
      { ordered: false, failed: 3, overdue: 3 },
      { received: 9 },
      { acknowledged: 7, failed: 3, delivered: 9, undelivered: 1 },
    ],
    [
      "over several connections, missing payloads that are not overdue are lost",
      { connections: 4, failed: 3, overdue: 1 },
      { received: 7, highestSequence: 106, reordered: 5 },
      { acknowledged: 7, failed: 3, delivered: 7, lost: 2, undelivered: 1, reordered: 5 },
    ],
  ])("%s", (_, sender, receiver, expected) => {
    expect(countsOf({ ...sent, ...sender }, { ...received, ...receiver })).toEqual({ ...whole, ...expected });
  });

  it("has only the counts of the sender if the receiver did not answer", () => {
    expect(countsOf({ ...sent, failed: 4, overdue: 2, dropped: 1 }, null)).toEqual({
      sent: 10,
      passed: 10,
      acknowledged: 6,
      failed: 4,
      dropped: 1,
      mostInFlight: 3,
      delivered: null,
      lost: null,
      undelivered: null,
      duplicated: null,
      reordered: null,
      damaged: null,
    });
  });
});
