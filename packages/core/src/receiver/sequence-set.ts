/** A power of two, so that a page and a place on it are exact up to 2^53. */
const PAGE_BITS = 4_096;

/** Which numbers of one stretch of `PAGE_BITS` have come. */
interface Page {
  readonly bits: Uint32Array;
  count: number;
}

/**
 * Which sequence numbers have come, in memory that grows with what is missing and not with what came: a page of 512
 * bytes for each stretch in which some have come and some have not. A full page is let go, and its index put in a set
 * of the same kind, so that runs of full pages shrink likewise; numbers in order hold a page for each factor of 4,096.
 */
export class SequenceSet {
  readonly #first: number;
  readonly #pages = new Map<number, Page>();
  /** Indices of full pages; made with the first of them, as sets would else contain sets without end. */
  #full: SequenceSet | undefined;
  #size = 0;

  /** @param first the lowest number there will be */
  constructor(first = 0) {
    this.#first = first;
  }

  /** How many numbers have come. */
  get size(): number {
    return this.#size;
  }

  /** How many pages are held. */
  get pages(): number {
    return this.#pages.size + (this.#full?.pages ?? 0);
  }

  /** Adds a safe integer from `first` on. Returns false if it had come before. */
  add(sequence: number): boolean {
    const place = sequence - this.#first;
    const index = Math.floor(place / PAGE_BITS);
    const page = this.#pageAt(index);
    if (page === undefined) return false;

    const word = wordOf(place);
    const bits = page.bits[word] as number;
    if ((bits & maskOf(place)) !== 0) return false;
    page.bits[word] = bits | maskOf(place);
    this.#size++;
    if (++page.count === PAGE_BITS) this.#letGo(index);
    return true;
  }

  /** Whether a safe integer from `first` on has come. */
  has(sequence: number): boolean {
    const place = sequence - this.#first;
    const index = Math.floor(place / PAGE_BITS);
    const page = this.#pages.get(index);
    if (page === undefined) return this.#full?.has(index) ?? false;
    return ((page.bits[wordOf(place)] as number) & maskOf(place)) !== 0;
  }

  /** The page, made if there is none yet; undefined if it was let go. */
  #pageAt(index: number): Page | undefined {
    let page = this.#pages.get(index);
    if (page === undefined && !this.#full?.has(index)) {
      page = { bits: new Uint32Array(PAGE_BITS / 32), count: 0 };
      this.#pages.set(index, page);
    }
    return page;
  }

  #letGo(index: number): void {
    this.#pages.delete(index);
    this.#full ??= new SequenceSet();
    this.#full.add(index);
  }
}

/** Which word of its page has the bit. Bit operations see numbers modulo 2^32, which leaves the place on a page. */
function wordOf(place: number): number {
  return (place & (PAGE_BITS - 1)) >>> 5;
}

function maskOf(place: number): number {
  return 1 << (place & 31);
}
