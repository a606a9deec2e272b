import type { EndDescription } from "@wireduel/core";
import { wsLibrary } from "./library.js";
import type { WsOptions } from "./options.js";

/** What a dialling end says of its masking; only a dialling end masks. */
export function describeMask({ mask, bufferutil }: WsOptions): EndDescription {
  if (mask === "zero") return { settings: { mask: "zero" } };
  const { maskCode } = wsLibrary(bufferutil);
  return {
    settings: { mask: maskCode },
    ...(maskCode === "javascript" ? { notes: ["ws masks in JavaScript on this Node"] } : {}),
  };
}
