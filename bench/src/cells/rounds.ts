import { type About, type Cell, type Measured, type Metric, nameOf, type Round } from "./cell.js";

/** The rounds of all cells, by block. Compared rounds of one block ran within seconds of each other. */
export class Rounds {
  /** In the order of blocks. */
  readonly #blocks = new Map<string, Map<number, Measured>>();
  readonly #about = new Map<string, About>();
  readonly #failures = new Map<string, string[]>();

  /** Adds a round. The rounds of one cell must be added in the order of blocks. */
  add(cell: Cell, block: number, { measured, about }: Round): void {
    const name = nameOf(cell);
    const blocks = this.#blocks.get(name) ?? new Map<number, Measured>();
    this.#blocks.set(name, blocks.set(block, measured));
    if (about) this.#about.set(name, about);
  }

  /** Adds a round that failed. */
  fail(cell: Cell, message: string): void {
    const name = nameOf(cell);
    this.#failures.set(name, [...(this.#failures.get(name) ?? []), message]);
  }

  /** Whether any round of a cell succeeded. */
  has(cell: Cell): boolean {
    return this.#blocks.has(nameOf(cell));
  }

  /** The setup of the last round of a cell. */
  aboutOf(cell: Cell): About | undefined {
    return this.#about.get(nameOf(cell));
  }

  /** The cells with failed rounds, and the reasons. */
  failures(): readonly (readonly [string, readonly string[]])[] {
    return [...this.#failures];
  }

  /** The values of one metric, in the order of blocks. */
  valuesOf(cell: Cell, metric: Metric): number[] {
    const rounds = [...(this.#blocks.get(nameOf(cell))?.values() ?? [])];
    return rounds.flatMap(({ [metric]: value }) => (value === undefined ? [] : [value]));
  }

  /** The values of two cells in the blocks that have both. */
  pairsOf(a: Cell, b: Cell, metric: Metric): readonly [a: number[], b: number[]] {
    const ofB = this.#blocks.get(nameOf(b));
    const pairs: [number[], number[]] = [[], []];
    for (const [block, { [metric]: valueOfA }] of this.#blocks.get(nameOf(a)) ?? []) {
      const valueOfB = ofB?.get(block)?.[metric];
      if (valueOfA === undefined || valueOfB === undefined) continue;
      pairs[0].push(valueOfA);
      pairs[1].push(valueOfB);
    }
    return pairs;
  }
}
