/** A length and a number come before a payload of the adapter of TCP, so they do here. */
export const HEAD_BYTES = 4 + 9;
/** A receipt of core after its length. */
export const ANSWER_BYTES = 4 + 25;
