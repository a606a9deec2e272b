import {
  type EventLoopUtilization,
  type IntervalHistogram,
  monitorEventLoopDelay,
  type PerformanceEntry,
  PerformanceObserver,
  performance,
} from "node:perf_hooks";
import { NS_PER_MS } from "../clock/clock.js";
import { type KernelCounts, kernelCounts, sumOfCounts } from "./kernel-counts.js";
import { type ResourceSeries, ResourceSeriesRecorder } from "./resource-series.js";

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
  /**
   * How late the event loop was. Null if the time was too short to measure it (less than about 40 ms), or if the
   * round had slices.
   */
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
  /** CPU time and work of the event loop over time. */
  readonly series: ResourceSeries;
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
/** A reading for the series takes a few microseconds. This is once a second. */
const SERIES_EVERY = 4;
const LOOP_TIMER_MS = 20;
const US_PER_MS = 1e3;

/** What was used in the parts of the measurement that are over. */
interface Used {
  durationMs: number;
  cpuUs: { user: number; system: number };
  idleMs: number;
  activeMs: number;
  readonly kernel: KernelCounts[];
}

/** What the process had used at a moment. */
interface Reading {
  readonly at: number;
  readonly usage: NodeJS.ResourceUsage;
  readonly loop: EventLoopUtilization;
  readonly polledNs: number;
}

/** A part of the measurement. */
interface Part {
  readonly start: Reading;
  /** The last reading that is in the series. */
  read: Reading;
  /** How often the timer has fired. */
  ticks: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Measures what this process uses from `start` to `stop`, without the time between `pause` and `resume`. Measuring
 * costs about 0.4 % of a CPU core. Nearly all of it is waking an idle event loop every 20 ms. A paused meter costs
 * nothing. It does not keep the process alive.
 */
export class ResourceMeter {
  #observer: PerformanceObserver | undefined;
  #part: Part | undefined;
  #used: Used = nothingUsed();
  #rssPeakBytes = 0;
  #pauses = { count: 0, totalMs: 0, maxMs: 0 };
  /** When the parts began and ended. A pause of the garbage collector counts if it began in one. */
  #windows: { from: number; to: number }[] = [];
  #delays: IntervalHistogram | undefined;
  #series = new ResourceSeriesRecorder();
  readonly #polledNs: () => number;

  /** @param polledNs how long the event loop only polled so far: that is no work. Default: never. */
  constructor(polledNs: () => number = () => 0) {
    this.#polledNs = polledNs;
  }

  /** Starts to measure. Discards an earlier start. */
  start(): void {
    this.#release();
    this.#used = nothingUsed();
    this.#rssPeakBytes = 0;
    this.#pauses = { count: 0, totalMs: 0, maxMs: 0 };
    this.#windows = [];
    this.#series = new ResourceSeriesRecorder();
    this.#observer = new PerformanceObserver((list) => this.#addPauses(list.getEntries()));
    this.#observer.observe({ entryTypes: ["gc"] });
    this.#delays = monitorEventLoopDelay({ resolution: LOOP_TIMER_MS });
    this.#delays.enable();
    this.#begin();
  }

  /**
   * What the process uses from now on does not count. A measurement with pauses does not show how late the event loop
   * was: its parts are too short.
   */
  pause(): void {
    if (this.#observer === undefined) return;
    this.#end();
    this.#delays?.disable();
    this.#delays = undefined;
  }

  /** What the process uses counts again. */
  resume(): void {
    if (this.#observer !== undefined && this.#part === undefined) this.#begin();
  }

  /** Stops and returns what was used since `start`. Throws if the meter was not started. */
  stop(): Resources {
    if (this.#observer === undefined) throw new Error("the resource meter was not started");
    const delays = this.#delays;
    this.#end();
    const { rss, heapUsed } = process.memoryUsage();
    this.#release();
    const { durationMs, cpuUs, activeMs, idleMs, kernel } = this.#used;
    return {
      durationMs,
      cpuUserMs: cpuUs.user / US_PER_MS,
      cpuSystemMs: cpuUs.system / US_PER_MS,
      rssBytes: rss,
      rssPeakBytes: Math.max(this.#rssPeakBytes, rss),
      heapUsedBytes: heapUsed,
      // NaN if no time has passed.
      loopBusyShare: activeMs / (activeMs + idleMs) || 0,
      loopDelayMs: delays ? delaysOf(delays) : null,
      gcCount: this.#pauses.count,
      gcTotalMs: this.#pauses.totalMs,
      gcMaxMs: this.#pauses.maxMs,
      series: this.#series.close(),
      ...sumOfCounts(kernel),
    };
  }

  #begin(): void {
    this.#sampleRss();
    const timer = setInterval(() => this.#sample(), RSS_EVERY_MS);
    timer.unref();
    this.#windows.push({ from: performance.now(), to: Number.POSITIVE_INFINITY });
    const start = this.#read();
    this.#part = { start, read: start, ticks: 0, timer };
  }

  #end(): void {
    const part = this.#part;
    if (part === undefined) return;
    this.#part = undefined;
    const { start } = part;
    const end = this.#read();
    const used = this.#used;
    used.durationMs += end.at - start.at;
    used.cpuUs.user += end.usage.userCPUTime - start.usage.userCPUTime;
    used.cpuUs.system += end.usage.systemCPUTime - start.usage.systemCPUTime;
    used.activeMs += end.loop.active - start.loop.active;
    used.idleMs += end.loop.idle - start.loop.idle;
    used.kernel.push(kernelCounts(start.usage, end.usage));
    this.#addToSeries(part, end);
    clearInterval(part.timer);
    this.#sampleRss();
    // Node reports a pause two event-loop turns after it. Those that it has recorded but not reported yet come first.
    this.#addPauses(this.#observer?.takeRecords() ?? []);
    (this.#windows.at(-1) as { to: number }).to = end.at;
  }

  #release(): void {
    if (this.#part) clearInterval(this.#part.timer);
    this.#part = undefined;
    this.#delays?.disable();
    this.#delays = undefined;
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  #read(): Reading {
    const usage = process.resourceUsage();
    const loop = performance.eventLoopUtilization();
    return { at: performance.now(), usage, loop, polledNs: this.#polledNs() };
  }

  #sample(): void {
    this.#sampleRss();
    const part = this.#part;
    if (part && ++part.ticks % SERIES_EVERY === 0) this.#addToSeries(part, this.#read());
  }

  #addToSeries(part: Part, now: Reading): void {
    const before = part.read;
    part.read = now;
    const cpuUs = ({ usage }: Reading) => usage.userCPUTime + usage.systemCPUTime;
    this.#series.add({
      durationMs: now.at - before.at,
      cpuMs: (cpuUs(now) - cpuUs(before)) / US_PER_MS,
      workMs: now.loop.active - before.loop.active - (now.polledNs - before.polledNs) / NS_PER_MS,
    });
  }

  #sampleRss(): void {
    this.#rssPeakBytes = Math.max(this.#rssPeakBytes, process.memoryUsage.rss());
  }

  #addPauses(pauses: readonly PerformanceEntry[]): void {
    for (const { startTime, duration } of pauses) {
      // A pause before a part, or between two, may be reported in the next one.
      if (!this.#windows.some(({ from, to }) => startTime >= from && startTime <= to)) continue;
      this.#pauses.count++;
      this.#pauses.totalMs += duration;
      this.#pauses.maxMs = Math.max(this.#pauses.maxMs, duration);
    }
  }
}

function nothingUsed(): Used {
  return { durationMs: 0, cpuUs: { user: 0, system: 0 }, idleMs: 0, activeMs: 0, kernel: [] };
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
