import { type Kind, mismatch, text } from "./kinds.js";
import { show } from "./show.js";

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Bytes in base64. The message for a bad value names the first character that does not belong there: a long value is cut off in it.
 * @param wanted describes the value in messages
 */
export function base64(wanted: string): Kind<string> {
  const kind = text(BASE64, wanted);
  return {
    ...kind,
    parse(name, value) {
      if (typeof value !== "string" || BASE64.test(value)) return kind.parse(name, value);
      const at = value.search(/[^A-Za-z0-9+/]/);
      const where = `character ${at + 1} of ${value.length} is ${show(value[at])}`;
      throw mismatch(name, wanted, `${show(value)} (${where})`);
    },
  };
}
