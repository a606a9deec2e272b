import type { CellOfEvent } from "@wireduel/core";
import type { ProgressBlock, ProgressPause, ProgressRound } from "./progress-events.js";

/** How far a run is. */
export interface ProgressView {
  /** Null before the run begins. */
  readonly at: ProgressPause | null;
  /** The cell of the matrix. Null if it is no matrix. */
  readonly cell: CellOfEvent | null;
  /** The median over the rounds so far of each adapter, in the order of the run. Of the cell, in a matrix. */
  readonly medians: readonly AdapterMedian[];
  readonly elapsedMs: number;
  /** About how long it will still take. Null if that is not known yet. */
  readonly leftMs: number | null;
}

/** An adapter and the median of its rounds, in milliseconds. */
export interface AdapterMedian {
  readonly label: string;
  readonly ms: number;
}

/** The rounds of an adapter so far. */
interface AdapterRounds extends AdapterMedian {
  readonly medians: readonly number[];
}

/** Keeps what the events say of a run. It draws nothing. */
export class ProgressState {
  readonly #now: () => number;
  readonly #budgetMs: number | null;
  #beganAt = 0;
  #at: ProgressPause | null = null;
  /** When the run will end, as far as that is known. */
  #endsAt: number | null = null;
  /** For each cell, the adapters by their index. */
  readonly #adapters = new Map<number, Map<number, AdapterRounds>>();

  /**
   * @param now the time in milliseconds
   * @param budgetMs how long the run may take. Null: no limit.
   */
  constructor(now: () => number, budgetMs: number | null) {
    this.#now = now;
    this.#budgetMs = budgetMs;
    this.begin();
  }

  /** The run begins now: it has waited for its senders. */
  begin(): void {
    this.#beganAt = this.#now();
    this.#endsAt = this.#budgetMs === null ? null : this.#beganAt + this.#budgetMs;
  }

  pause(event: ProgressPause): void {
    this.#at = event;
  }

  round({ label, index, result: { times }, cell }: ProgressRound): void {
    const median = (times.responseMs ?? times.transmissionMs ?? times.serviceMs)?.p50;
    if (median === undefined) return;
    const ofCell = getOrAdd(this.#adapters, cell?.index ?? 0, () => new Map<number, AdapterRounds>());
    const medians = [...(ofCell.get(index)?.medians ?? []), median];
    // Computed here: the view is asked for at each pause.
    ofCell.set(index, { label, medians, ms: medianOf(medians) });
  }

  block({ leftMs }: ProgressBlock): void {
    this.#endsAt = this.#now() + leftMs;
  }

  get view(): ProgressView {
    const now = this.#now();
    const cell = this.#at?.cell ?? null;
    const adapters = [...(this.#adapters.get(cell?.index ?? 0) ?? [])];
    // Rounds of a block come in random order.
    adapters.sort(([a], [b]) => a - b);
    return {
      at: this.#at,
      cell,
      medians: adapters.map(([, { label, ms }]) => ({ label, ms })),
      elapsedMs: now - this.#beganAt,
      leftMs: this.#endsAt === null ? null : Math.max(0, this.#endsAt - now),
    };
  }
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}

/** The median of at least one value. */
function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}
