import { badValue } from "../failure.js";
import type { Flag } from "./flag.js";

type Described = Pick<Flag<unknown>, "help"> & Partial<Pick<Flag<unknown>, "fallback" | "commandLineOnly">>;

/** A flag whose value is text that is not empty. */
export function textFlag(value: string, described: Described): Flag<string> {
  return {
    value,
    fallback: "",
    ...described,
    parse(name, given) {
      if (typeof given === "string" && given.trim() !== "") return given;
      throw badValue(name, "a text that is not empty", JSON.stringify(given));
    },
  };
}

/** A flag without a value. */
export function switchFlag(described: Described): Flag<boolean> {
  return {
    value: null,
    fallback: "",
    ...described,
    parse(name, given) {
      if (typeof given === "boolean") return given;
      throw badValue(name, "true or false", JSON.stringify(given));
    },
  };
}
