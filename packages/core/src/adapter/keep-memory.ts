/** glibc raises its limits up to a block of 32 MiB, with its header and whole pages. */
const LARGEST_BYTES = 2 ** 25 - 2 ** 16;

let asked = 0;

/**
 * Makes this process keep the memory of large messages for the next ones. Call it before a link opens. It
 * works once for the whole process, and cannot be undone.
 *
 * At first, glibc gives a freed block of 128 KiB or more back to the kernel, and a free end of the heap too.
 * The next message takes that memory again, with a page fault for every 4 KiB. Both limits rise when a
 * larger block is freed, up to 32 MiB and 64 MiB (`M_MMAP_THRESHOLD` in `man 3 mallopt`). So this allocates
 * one block of that size and drops it. V8 frees it within the first messages. Nobody touches the block, so
 * it costs no memory. Other allocators do not have such limits.
 */
export function keepMemory(): void {
  asked++;
  if (asked === 1) Buffer.allocUnsafeSlow(LARGEST_BYTES);
}

/** How often `keepMemory` was called in this process. */
export function keepMemoryCalls(): number {
  return asked;
}
