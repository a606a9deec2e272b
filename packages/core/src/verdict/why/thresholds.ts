// When evidence is large enough to be named. ARCHITECTURE.md ("How causes are decided") has the reasons at length.

/** The parts of a pair together are wrong in at most this share of runs. Each piece of evidence too, on its own. */
export const ALPHA = 0.05;

/** A part, or what a cause explains of it, is named from this share on. A smaller one does not change the answer. */
export const MATERIAL_SHARE = 0.1;

/**
 * CPU time is named from this share on. Slower programs use more CPU time for many reasons (waiting wakes a process
 * up, too), so a small surplus is often an effect and not the cause.
 */
export const CPU_SHARE = 0.25;

/** Frames or bytes on the wire count as more from this ratio on: headers of frames of 100 bytes differ by less. */
export const MORE_BYTES_RATIO = 1.05;

/**
 * The most that one more byte costs beside the network, in ms: 10 ns. Copies on loopback cost about 0.5 ns, TLS 2 ns,
 * and masking in JavaScript 3 ns, at each end.
 */
export const MOST_MS_PER_BYTE = 1e-5;

/** From this many more waits for each payload on. The count is exact, but a stalled machine can add one now and then. */
export const MORE_WAITS = 0.5;

/** The most that a wait costs beside the network, in ms. On loopback, 0.1 to 0.9 ms were measured for each window. */
export const MOST_MS_PER_WAIT = 1;

/** Payloads that wait for each other are at least this share of a round trip apart. With jitter, some round trips are shorter. */
export const LEAST_ROUND_TRIP = 0.9;

/** How long a ms of CPU time may take if other programs use the processors, too. Only what is left can be round trips. */
export const MOST_MS_PER_CPU_MS = 2;

/** Payloads that wait for each other are further apart than others by at least this share of a round trip. */
export const MORE_ROUND_TRIP = 0.5;

/** Page faults count as more from this many for each payload on, and from this ratio on. */
export const MORE_FAULTS = 10;
export const MORE_FAULTS_RATIO = 1.5;

/** The most that a page fault costs, in ms. 0.1 to 27 µs were measured, on real and on virtual machines. */
export const MOST_MS_PER_FAULT = 0.03;

/** An event loop that works for this share of the time lets payloads wait: at 0.7 a queue waits about twice its work. */
export const BUSY_SHARE = 0.7;

/** What JavaScript takes to mask a byte, in ms: 2.9 to 3.8 ns were measured. */
export const MASK_MS_PER_BYTE = 4e-6;

/** The most that compressing a byte takes, in ms: 40 to 60 ns were measured with zlib's default level. */
export const COMPRESS_MS_PER_BYTE = 1e-4;
