import {
  type EventLoopUtilization,
  type IntervalHistogram,
  monitorEventLoopDelay,
  type PerformanceEntry,
  PerformanceObserver,
  performance,
} from "node:perf_hooks";
import { NS_PER_MS } from "../clock/clock.js";

/** What one process used between two marks. Times are milliseconds, sizes bytes. */
export interface Resources {
  readonly durationMs: number;
  /** Processor time of the whole process outside the kernel, all threads, also those of the garbage collector: `getrusage`. */
  readonly cpuUserMs: number;
  /** The same inside the kernel: for the most part what sockets cost. */
  readonly cpuSystemMs: number;
  /** Memory of the process that is in RAM, all threads, at the end. */
  readonly rssBytes: number;
  /** The most of it that was seen, at the two marks and every 250 ms between them. */
  readonly rssPeakBytes: number;
  /** JavaScript objects at the end, also those that the garbage collector has yet to find dead. */
  readonly heapUsedBytes: number;
  /**
   * From 0 to 1: how much of the time the event loop ran code instead of waiting (`performance.eventLoopUtilization`). A loop
   * that polls for the next due time counts as running.
   */
  readonly loopBusyShare: number;
  /** How late the event loop was. Null if it was not looked at: in less than about 40 ms. */
  readonly loopDelayMs: LoopDelay | null;
  /** Pauses by the garbage collector (`PerformanceObserver`). Those in the turn of the loop that stops the meter are missing. */
  readonly gcCount: number;
  readonly gcTotalMs: number;
  readonly gcMaxMs: number;
}

/**
 * How late a timer of 20 ms fired (`perf_hooks.monitorEventLoopDelay`). An idle loop shows 0.1 to 0.2 ms, as timers are kept in
 * whole milliseconds. A loop that is blocked makes one late timer, however long, which came due up to 20 ms after the block
 * began: so that much of a block is not seen. Nor is a block that begins with the first mark or lasts until the second.
 */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const RSS_EVERY_MS = 250;
const LOOP_TIMER_MS = 20;
const US_PER_MS = 1e3;

/** The first mark, and what has been seen since. */
interface Measuring {
  readonly startedAt: number;
  readonly cpu: NodeJS.CpuUsage;
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
 * Measures what this process uses. From `start` to `stop` that costs some 0.4 % of a processor, nearly all of it to wake an idle
 * event loop every 20 ms, which runs no JavaScript; nothing of it keeps the process alive. Else it costs nothing.
 */
export class ResourceMeter {
  #measuring: Measuring | undefined;

  /** Sets the first mark; one that was set before is forgotten. */
  start(): void {
    if (this.#measuring) release(this.#measuring);
    this.#measuring = measure();
  }

  /** Sets the second mark. Throws if there is no first. */
  stop(): Resources {
    const measuring = this.#measuring;
    if (!measuring) throw new Error("the resource meter was not started");
    this.#measuring = undefined;
    const cpu = process.cpuUsage(measuring.cpu);
    const loop = performance.eventLoopUtilization(measuring.loop);
    const durationMs = performance.now() - measuring.startedAt;
    const { rss, heapUsed } = process.memoryUsage();
    release(measuring);
    return {
      durationMs,
      cpuUserMs: cpu.user / US_PER_MS,
      cpuSystemMs: cpu.system / US_PER_MS,
      rssBytes: rss,
      rssPeakBytes: Math.max(measuring.rssPeakBytes, rss),
      heapUsedBytes: heapUsed,
      // Not a number if no time has passed.
      loopBusyShare: loop.utilization || 0,
      loopDelayMs: delaysOf(measuring.delays),
      gcCount: measuring.gcCount,
      gcTotalMs: measuring.gcTotalMs,
      gcMaxMs: measuring.gcMaxMs,
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
    cpu: process.cpuUsage(),
    loop: performance.eventLoopUtilization(),
    startedAt: performance.now(),
  };
  return measuring;
}

function release(measuring: Measuring): void {
  clearInterval(measuring.rssTimer);
  measuring.delays.disable();
  // What Node knows, but has not told yet: a pause is known one turn of the loop after it, and told another one later.
  addPauses(measuring, measuring.observer.takeRecords());
  measuring.observer.disconnect();
}

function addPauses(measuring: Measuring, pauses: readonly PerformanceEntry[]): void {
  for (const { startTime, duration } of pauses) {
    // A pause before the first mark may be told after it.
    if (startTime < measuring.startedAt) continue;
    measuring.gcCount++;
    measuring.gcTotalMs += duration;
    measuring.gcMaxMs = Math.max(measuring.gcMaxMs, duration);
  }
}

/** What was recorded is the time from one firing to the next, the timer's own 20 ms included. */
function delaysOf(recorded: IntervalHistogram): LoopDelay | null {
  if (recorded.count === 0) return null;
  const delay = (ns: number) => Math.max(0, ns / NS_PER_MS - LOOP_TIMER_MS);
  return {
    p50: delay(recorded.percentile(50)),
    p99: delay(recorded.percentile(99)),
    max: delay(recorded.max),
  };
}
