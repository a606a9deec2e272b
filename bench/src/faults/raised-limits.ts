/** Larger than any message and than all messages that wait for V8's garbage collection. */
const RAISED = String(2 ** 28);

/** The environment of a process in which glibc does not give memory back to the kernel. */
export const RAISED_LIMITS: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: RAISED,
  MALLOC_TRIM_THRESHOLD_: RAISED,
  MALLOC_TOP_PAD_: String(2 ** 26),
};
