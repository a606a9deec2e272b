import type { Decoder } from "../decoder.js";
import { COMMAND } from "./command.js";
import { CONTROL } from "./control.js";
import { DEMO } from "./demo.js";
import { FRAMES } from "./frames.js";
import { PUSHED } from "./pushes.js";
import { SOCKETS } from "./sockets.js";
import { RESULTS } from "./stored.js";

/** Every decoder of what others wrote. A test fails if a source that reads it is in none of these rows. */
export const DECODERS: readonly Decoder[] = [
  ...FRAMES,
  ...CONTROL,
  ...RESULTS,
  ...COMMAND,
  DEMO,
  ...SOCKETS,
  ...PUSHED,
];
