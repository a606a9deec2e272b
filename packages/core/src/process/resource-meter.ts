import {
  type EventLoopUtilization,
  type IntervalHistogram,
  monitorEventLoopDelay,
  type PerformanceEntry,
  PerformanceObserver,
  performance,
} from "node:perf_hooks";
import { NS_PER_MS } from "../clock/clock.js";
import { type KernelCounts, kernelCounts } from "./kernel-counts.js";

/** What one process used from start to stop. Times are milliseconds, sizes are bytes. */
export interface Resources extends KernelCounts {
  readonly durationMs: number;
  /** CPU time in user mode: all threads of the process, including garbage collection (`getrusage`). */
  readonly cpuUserMs: number;
  /** CPU time in the kernel: all threads of the process. Most of it is the cost of sockets. */
  readonly cpuSystemMs: number;
  /** Resident memory of the process at the end. */
  readonly rssBytes: number;
  /** Peak of the resident memory, sampled at start, at stop and every 250 ms. */
  readonly rssPeakBytes: number;
  /** Size of the JavaScript heap in use at the end. Includes garbage that is not collected yet. */
  readonly heapUsedBytes: number;
  /**
   * The share of the time in which the event loop ran code instead of waiting, from 0 to 1
   * (`performance.eventLoopUtilization`). Polling for the next due time counts as running.
   */
  readonly loopBusyShare: number;
  /** How late the event loop was. Null if the time was too short to measure it (less than about 40 ms). */
  readonly loopDelayMs: LoopDelay | null;
  /**
   * Pauses by the garbage collector (`PerformanceObserver`). Pauses in the event-loop turn of the stop are
   * missing.
   */
  readonly gcCount: number;
  /** Sum of these pauses. */
  readonly gcTotalMs: number;
  /** The longest of these pauses. */
  readonly gcMaxMs: number;
}

/**
 * How late a timer of 20 ms fired, in milliseconds (`perf_hooks.monitorEventLoopDelay`). An idle loop shows
 * 0.1 to 0.2 ms, because timers have a resolution of 1 ms. A blocked loop shows one late timer. That timer
 * was due up to 20 ms after the block began, so up to 20 ms of the block are missing. A block at the very
 * start or end is not seen.
 */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const RSS_EVERY_MS = 250;
const LOOP_TIMER_MS = 20;
const US_PER_MS = 1e3;

/** The values at the start, and what has been recorded since. */
interface Measuring {
  readonly startedAt: number;
  readonly usage: NodeJS.ResourceUsage;
  readonly loop: EventLoopUtilization;
  readonly delays: IntervalHistogram;
  readonly observer: PerformanceObserver;
  readonly rssTimer: NodeJS.Timeout;
  rssPeakBytes: number;
  gcCount: number;
  gcTotalMs: number;
  gcMaxMs: number;
}

/**
 * Measures what this process uses from `start` to `stop`. Measuring costs about 0.4 % of a CPU core. Nearly
 * all of it is waking an idle event loop every 20 ms. It does not keep the process alive.
 */
export class ResourceMeter {
  #measuring: Measuring | undefined;

  /** Starts to measure. Discards an earlier start. */
  start(): void {
    if (this.#measuring) release(this.#measuring);
    this.#measuring = measure();
  }

  /** Stops and returns what was used since `start`. Throws if the meter was not started. */
  stop(): Resources {
    const measuring = this.#measuring;
    if (!measuring) throw new Error("the resource meter was not started");
    this.#measuring = undefined;
    const usage = process.resourceUsage();
    const loop = performance.eventLoopUtilization(measuring.loop);
    const durationMs = performance.now() - measuring.startedAt;
    const { rss, heapUsed } = process.memoryUsage();
    release(measuring);
    return {
      durationMs,
      cpuUserMs: (usage.userCPUTime - measuring.usage.userCPUTime) / US_PER_MS,
      cpuSystemMs: (usage.systemCPUTime - measuring.usage.systemCPUTime) / US_PER_MS,
      rssBytes: rss,
      rssPeakBytes: Math.max(measuring.rssPeakBytes, rss),
      heapUsedBytes: heapUsed,
      // NaN if no time has passed.
      loopBusyShare: loop.utilization || 0,
      loopDelayMs: delaysOf(measuring.delays),
      gcCount: measuring.gcCount,
      gcTotalMs: measuring.gcTotalMs,
      gcMaxMs: measuring.gcMaxMs,
      ...kernelCounts(measuring.usage, usage),
    };
  }
}

function measure(): Measuring {
  const delays = monitorEventLoopDelay({ resolution: LOOP_TIMER_MS });
  delays.enable();
  const observer = new PerformanceObserver((list) => addPauses(measuring, list.getEntries()));
  observer.observe({ entryTypes: ["gc"] });
  const rssTimer = setInterval(() => {
    measuring.rssPeakBytes = Math.max(measuring.rssPeakBytes, process.memoryUsage.rss());
  }, RSS_EVERY_MS);
  rssTimer.unref();
  const measuring: Measuring = {
    delays,
    observer,
    rssTimer,
    rssPeakBytes: process.memoryUsage.rss(),
    gcCount: 0,
    gcTotalMs: 0,
    gcMaxMs: 0,
    usage: process.resourceUsage(),
    loop: performance.eventLoopUtilization(),
    startedAt: performance.now(),
  };
  return measuring;
}

function release(measuring: Measuring): void {
  clearInterval(measuring.rssTimer);
  measuring.delays.disable();
  // Node reports a pause two event-loop turns after it. Take those that it has recorded but not reported yet.
  addPauses(measuring, measuring.observer.takeRecords());
  measuring.observer.disconnect();
}

function addPauses(measuring: Measuring, pauses: readonly PerformanceEntry[]): void {
  for (const { startTime, duration } of pauses) {
    // A pause before the start may be reported after it.
    if (startTime < measuring.startedAt) continue;
    measuring.gcCount++;
    measuring.gcTotalMs += duration;
    measuring.gcMaxMs = Math.max(measuring.gcMaxMs, duration);
  }
}

/** The recorded values are times from one firing to the next, so they include the timer's own 20 ms. */
function delaysOf(recorded: IntervalHistogram): LoopDelay | null {
  if (recorded.count === 0) return null;
  const delay = (ns: number) => Math.max(0, ns / NS_PER_MS - LOOP_TIMER_MS);
  return {
    p50: delay(recorded.percentile(50)),
    p99: delay(recorded.percentile(99)),
    max: delay(recorded.max),
  };
}
