import { expect, it } from "vitest";
import { buildEnd, buildResult, buildRound, buildTiming } from "../fixtures/build-result.js";
import { endUsing } from "../round/fixtures/measured.js";
import { formatResources } from "./index.js";

const used = endUsing(0.5);
const uncounted = endUsing(0.5, { minorFaultsPerPayload: null, voluntarySwitchesPerPayload: null });

const timings = [
  buildTiming("WebSocket", buildRound([1], { ends: { senders: [used], receivers: [uncounted] } })),
  buildTiming("gRPC", buildRound([1], { ends: { senders: [used, used], receivers: [] } })),
  buildTiming("TCP", buildRound([1], { ends: { senders: [buildEnd()], receivers: [used] } })),
];

it("shows what a payload costs each end, as far as it is known", async () => {
  await expect(`${formatResources(buildResult(timings))}\n`).toMatchFileSnapshot("snapshots/resources.txt");
});

it("says if both ends were one process", () => {
  const lines = (receiver: "inline" | "process") =>
    formatResources(buildResult(timings, { settings: { receiver } })).split("\n").length;
  expect(lines("inline")).toBeGreaterThan(lines("process"));
});
