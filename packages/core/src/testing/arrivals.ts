/** How many ranges of numbers a message lists. */
const MOST_RANGES = 5;

/** Which of the numbers from 0 to `count - 1` have arrived. */
export class Arrivals {
  readonly #times: Uint8Array;
  readonly #what: string;
  #arrived = 0;

  /** @param what the plural of what arrives: "frames" */
  constructor(what: string, count: number) {
    this.#what = what;
    this.#times = new Uint8Array(count);
  }

  /** The arrivals of a list of numbers, which may repeat some of them. */
  static of(what: string, count: number, numbers: Iterable<number>): Arrivals {
    const arrivals = new Arrivals(what, count);
    for (const number of new Set(numbers)) if (number >= 0 && number < count) arrivals.add(number);
    return arrivals;
  }

  /** How many different numbers have arrived. */
  get arrived(): number {
    return this.#arrived;
  }

  /**
   * Adds a number that arrived.
   * @throws Error if it was not expected, or has arrived before
   */
  add(number: number): void {
    const times = this.#times[number];
    if (times === undefined) throw new Error(`${this.#what}: ${number} arrived, but was never sent`);
    if (times > 0) throw new Error(`${this.#what}: ${number} arrived twice. ${this.describe()}`);
    this.#times[number] = 1;
    this.#arrived += 1;
  }

  /** The first of the first `sent` numbers that did not arrive. Undefined if all did. */
  firstMissing(sent: number): number | undefined {
    const first = this.#times.subarray(0, sent).indexOf(0);
    return first < 0 ? undefined : first;
  }

  /** Which of the first `sent` numbers arrived, and which did not: "frames 0 to 411 and 413 to 999 arrived". */
  describe(sent: number = this.#times.length): string {
    const [missing, arrived] = [0, 1].map((times) => rangesOf(this.#times, times, sent) || "none");
    return `${this.#what} ${arrived} arrived; ${missing} did not`;
  }
}

/** The ranges of indexes below `end` whose value is `value`: "0 to 411 and 413 to 999". Empty if there are none. */
function rangesOf(values: Uint8Array, value: number, end: number): string {
  const ranges: string[] = [];
  for (let index = 0; index < end; index++) {
    if (values[index] !== value) continue;
    const first = index;
    while (index + 1 < end && values[index + 1] === value) index++;
    ranges.push(first === index ? `${first}` : `${first} to ${index}`);
  }
  const more = ranges.length - MOST_RANGES;
  if (more > 0) ranges.splice(MOST_RANGES, more, `${more} more ranges`);
  const last = ranges.pop() ?? "";
  return ranges.length === 0 ? last : `${ranges.join(", ")} and ${last}`;
}
