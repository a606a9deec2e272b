/** A power of two, so that the arithmetic is exact up to 2^53. */
const PAGE_BITS = 4_096;
/** About 10 MB. If one payload of each 4,096 is missing, this is enough for 67 million payloads. */
const MOST_PAGES = 16_384;

/** Which of `PAGE_BITS` consecutive numbers have arrived. */
interface Page {
  readonly index: number;
  readonly bits: Uint32Array;
  count: number;
}

/**
 * Which sequence numbers have arrived. Memory grows with the missing numbers, not with those that arrived.
 * Each range of 4,096 numbers that is partly complete needs a page of 512 bytes. A full page is dropped, and
 * its index is added to another `SequenceSet`, so full pages take little memory too. Numbers that arrive in
 * order need one page per power of 4,096.
 */
export class SequenceSet {
  readonly #first: number;
  readonly #pages = new Map<number, Page>();
  /** The page that was used last, if it is not full: nearly all numbers follow each other. */
  #last: Page | undefined;
  /**
   * Indexes of full pages. Created lazily, because otherwise each set would create another one without end.
   */
  #full: SequenceSet | undefined;
  #size = 0;

  /** @param first the lowest number that can be added */
  constructor(first = 0) {
    this.#first = first;
  }

  /** How many numbers have arrived. */
  get size(): number {
    return this.#size;
  }

  /** How many pages are in memory. */
  get pages(): number {
    return this.#pages.size + (this.#full?.pages ?? 0);
  }

  /**
   * Whether a number can be added without more memory than this set may take. A sender whose numbers are far apart would
   * need a page for each.
   */
  hasRoomFor(sequence: number): boolean {
    const index = Math.floor((sequence - this.#first) / PAGE_BITS);
    if (this.#last?.index === index || this.pages < MOST_PAGES) return true;
    return this.#pages.has(index) || (this.#full?.has(index) ?? false);
  }

  /** Adds a safe integer of at least `first`. Returns false if it had already arrived. */
  add(sequence: number): boolean {
    const place = sequence - this.#first;
    const index = Math.floor(place / PAGE_BITS);
    const page = this.#pageAt(index);
    if (page === undefined) return false;

    const element = elementOf(place);
    const bits = page.bits[element] as number;
    if ((bits & maskOf(place)) !== 0) return false;
    page.bits[element] = bits | maskOf(place);
    this.#size++;
    if (++page.count === PAGE_BITS) this.#drop(index);
    return true;
  }

  /** Whether a safe integer of at least `first` has arrived. */
  has(sequence: number): boolean {
    const place = sequence - this.#first;
    const index = Math.floor(place / PAGE_BITS);
    const page = this.#pages.get(index);
    if (page === undefined) return this.#full?.has(index) ?? false;
    return ((page.bits[elementOf(place)] as number) & maskOf(place)) !== 0;
  }

  /** The page with this index, created if necessary. Undefined if it is full. */
  #pageAt(index: number): Page | undefined {
    if (this.#last?.index === index) return this.#last;
    let page = this.#pages.get(index);
    if (page === undefined && !this.#full?.has(index)) {
      page = { index, bits: new Uint32Array(PAGE_BITS / 32), count: 0 };
      this.#pages.set(index, page);
    }
    this.#last = page;
    return page;
  }

  #drop(index: number): void {
    this.#pages.delete(index);
    this.#last = undefined;
    this.#full ??= new SequenceSet();
    this.#full.add(index);
  }
}

/**
 * Index of the 32-bit element with the bit. Bit operators use numbers modulo 2^32, which keeps the position
 * in a page.
 */
function elementOf(place: number): number {
  return (place & (PAGE_BITS - 1)) >>> 5;
}

function maskOf(place: number): number {
  return 1 << (place & 31);
}
