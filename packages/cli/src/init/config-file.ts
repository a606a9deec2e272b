import { type Flag, flagName } from "../flags/flag.js";
import { RUN_FLAGS } from "../flags/run-flags.js";
import { GATE_FLAGS } from "../gate/gate-flags.js";
import { wrap } from "../terminal/wrap.js";
import { CHOSEN, EXAMPLES, FLAGS } from "./examples.js";

/** The languages of a configuration. */
export const CONFIG_LANGUAGES = ["ts", "js", "json"] as const;
export type ConfigLanguage = (typeof CONFIG_LANGUAGES)[number];

const COLUMNS = 110;
const HEAD = `// The configuration of \`wireduel\`. Each key is a flag of the command line: \`replyBytes\` is \`--reply-bytes\`.
// The command line wins. Remove the slashes before what you want to set.
import { defineConfig } from "wireduel";

export default defineConfig({
`;

/** A new configuration: every key with its meaning, as a comment unless it is set. JSON has no comments. */
export function configFile(language: ConfigLanguage): string {
  const keys = Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[];
  if (language === "json") {
    const chosen = keys.filter((key) => CHOSEN.has(key)).map((key) => [key, EXAMPLES[key]]);
    return `${JSON.stringify(Object.fromEntries(chosen), null, 2)}\n`;
  }
  let group: string | undefined;
  const parts = keys.map((key) => {
    const flag = FLAGS[key];
    const title =
      key in RUN_FLAGS ? flag.group : `${flag.group}: \`wireduel ${key in GATE_FLAGS ? "gate" : "receive"}\``;
    const heading = flag.group === group ? "" : `\n  // ${title}\n\n`;
    group = flag.group;
    return heading + entryOf(key, flag);
  });
  return `${HEAD}${parts.join("")}});\n`;
}

function entryOf(key: keyof typeof EXAMPLES, { help, fallback, configurationOnly }: Flag<unknown>): string {
  const meaning = fallback === "" ? help : `${help} Default: ${fallback}.`;
  const comment = wrap(configurationOnly ? meaning : `${flagName(key)}: ${meaning}`, COLUMNS);
  // On one line, as formatters write it.
  const value = JSON.stringify(EXAMPLES[key], null, 1)
    ?.replaceAll(/\n */g, " ")
    .replace("[ ", "[")
    .replace(" ]", "]");
  return [
    ...comment.map((line) => `  // ${line}`),
    `  ${CHOSEN.has(key) ? "" : "// "}${key}: ${value},`,
    "",
  ].join("\n");
}
