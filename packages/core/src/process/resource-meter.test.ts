import { monitorEventLoopDelay, PerformanceObserver, performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { NS_PER_MS } from "../clock/clock.js";
import { ResourceMeter } from "./resource-meter.js";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The prototype of Node's event loop delay histograms. */
const histograms = Object.getPrototypeOf(monitorEventLoopDelay());

describe("ResourceMeter", () => {
  it("measures CPU time and event loop utilization", async () => {
    const meter = new ResourceMeter();
    await sleep(1);
    meter.start();
    // The result must match Node's own numbers.
    const before = process.cpuUsage();
    while (process.cpuUsage(before).user < 20_000);
    await sleep(1);
    const { durationMs, cpuUserMs, loopBusyShare } = meter.stop();
    expect(durationMs).toBeGreaterThan(0);
    expect(cpuUserMs).toBeGreaterThanOrEqual(20);
    expect(loopBusyShare).toBeGreaterThan(0);
    expect(loopBusyShare).toBeLessThanOrEqual(1);
  });

  it("counts page faults and context switches", async () => {
    const meter = new ResourceMeter();
    meter.start();
    const switches = () => process.resourceUsage().voluntaryContextSwitches;
    const before = switches();
    // Memory that is touched for the first time.
    Buffer.alloc(64e6, 1);
    // A timer that is due when the event loop looks at it makes nothing wait.
    while (switches() === before) await sleep(5);
    const { minorFaults, majorFaults, voluntarySwitches, involuntarySwitches } = meter.stop();
    expect(minorFaults).toBeGreaterThan(0);
    expect(voluntarySwitches).toBeGreaterThan(0);
    expect(majorFaults).toBeGreaterThanOrEqual(0);
    expect(involuntarySwitches).toBeGreaterThanOrEqual(0);
  });

  it("measures event loop delay once the loop has run for a while", async () => {
    const meter = new ResourceMeter();
    for (;;) {
      meter.start();
      await sleep(50);
      const delay = meter.stop().loopDelayMs;
      if (delay === null) continue;
      expect(delay.p50).toBeGreaterThanOrEqual(0);
      expect(delay.max).toBeGreaterThanOrEqual(delay.p50);
      break;
    }
  });

  it("subtracts the sampling period from a delay", () => {
    const percentiles: Record<number, number> = { 50: 19.5e6, 99: 20.5e6 };
    vi.spyOn(histograms, "count", "get").mockReturnValue(3);
    vi.spyOn(histograms, "percentile").mockImplementation((p) => percentiles[p as number]);
    vi.spyOn(histograms, "max", "get").mockReturnValue(120e6);
    const meter = new ResourceMeter();
    meter.start();
    expect(meter.stop().loopDelayMs).toEqual({ p50: 0, p99: 0.5, max: 100 });
  });

  it("counts garbage collection pauses", async () => {
    const meter = new ResourceMeter();
    const observed = new Promise((resolve) => {
      const observer = new PerformanceObserver((list) => {
        observer.disconnect();
        resolve(list);
      });
      observer.observe({ entryTypes: ["gc"] });
    });
    meter.start();
    let collected = false;
    void observed.then(() => {
      collected = true;
    });
    while (!collected) {
      Array.from({ length: 100_000 }, (_, index) => ({ index }));
      await sleep(1);
    }
    const { gcCount, gcTotalMs, gcMaxMs } = meter.stop();
    expect(gcCount).toBeGreaterThan(0);
    expect(gcMaxMs).toBeGreaterThan(0);
    expect(gcTotalMs).toBeGreaterThanOrEqual(gcMaxMs);
  });

  it("keeps the peak memory", () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const rss = vi.spyOn(process.memoryUsage, "rss").mockReturnValue(1);
    const meter = new ResourceMeter();
    meter.start();
    rss.mockReturnValue(1e15);
    vi.advanceTimersByTime(250);
    rss.mockReturnValue(1);
    vi.advanceTimersByTime(1_000);
    const { rssBytes, rssPeakBytes, heapUsedBytes } = meter.stop();
    expect(rssPeakBytes).toBe(1e15);
    expect(rssBytes).toBeGreaterThan(1);
    expect(heapUsedBytes).toBeGreaterThan(1);
  });

  it("has a series of what was used, without polling and without pauses", async () => {
    let polledMs = 0;
    const meter = new ResourceMeter(() => polledMs * NS_PER_MS);
    await sleep(1);
    meter.start();
    const work = (ms: number) => {
      const until = performance.now() + ms;
      while (performance.now() < until);
    };
    work(50);
    await sleep(1);
    meter.pause();
    work(200);
    await sleep(1);
    meter.resume();
    work(50);
    polledMs += 50;
    await sleep(1);
    const { series, durationMs, cpuUserMs, cpuSystemMs, loopBusyShare } = meter.stop();
    const [first, ...others] = series.intervals;
    expect([series.intervalMs, first?.startMs, others]).toEqual([1_000, 0, []]);
    expect(first?.cpuShare).toBeCloseTo((cpuUserMs + cpuSystemMs) / durationMs, 3);
    expect(first?.workShare).toBeGreaterThan(0);
    expect(first?.workShare).toBeLessThan(loopBusyShare - 40 / durationMs);
  });

  it("reads what was used once a second", () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const meter = new ResourceMeter();
    meter.start();
    const read = vi.spyOn(process, "resourceUsage");
    vi.advanceTimersByTime(3_999);
    expect(read).toHaveBeenCalledTimes(3);
    meter.stop();
    expect(read).toHaveBeenCalledTimes(4);
  });

  it("leaves no observer behind after many starts", () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const made = [vi.spyOn(histograms, "enable"), vi.spyOn(PerformanceObserver.prototype, "observe")];
    const undone = [vi.spyOn(histograms, "disable"), vi.spyOn(PerformanceObserver.prototype, "disconnect")];
    const meter = new ResourceMeter();
    meter.start();
    meter.start();
    expect(vi.getTimerCount()).toBe(1);
    meter.stop();
    expect(vi.getTimerCount()).toBe(0);
    for (const spy of [...made, ...undone]) expect(spy).toHaveBeenCalledTimes(2);
  });

  it("does not keep the process alive", () => {
    const before = process.getActiveResourcesInfo().sort();
    const meter = new ResourceMeter();
    meter.start();
    expect(process.getActiveResourcesInfo().sort()).toEqual(before);
    meter.stop();
    expect(process.getActiveResourcesInfo().sort()).toEqual(before);
  });

  it("resets at every start", async () => {
    const meter = new ResourceMeter();
    meter.start();
    await sleep(50);
    meter.start();
    expect(meter.stop().loopDelayMs).toBeNull();
  });

  it("returns plain JSON, even if no time has passed", () => {
    const meter = new ResourceMeter();
    meter.start();
    const resources = meter.stop();
    expect(JSON.parse(JSON.stringify(resources))).toEqual(resources);
  });

  it("refuses to stop before it has started, or twice", () => {
    const meter = new ResourceMeter();
    expect(() => meter.stop()).toThrow();
    meter.start();
    meter.stop();
    expect(() => meter.stop()).toThrow();
  });
});
