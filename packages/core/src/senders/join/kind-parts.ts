// What the kinds of all messages of joining have in common.
import { integer, type Kind, number } from "../../options/kinds.js";
import { MAX_TIMER_MS } from "../../options/load-option.js";

/** Unknown fields are ignored, because an older or newer end may send them. */
export const message = { unknown: "ignore" } as const;
export const amount: Kind<number> = integer({ min: 0 });
export const limitMs: Kind<number> = number({ min: 1, max: MAX_TIMER_MS });
