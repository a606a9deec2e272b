// The decoder of the demo's `.env`.
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { bytesOf, type Decoder, textOf } from "../decoder.js";
import { receiverSettings, refuseMisspelt, transmitterSettings } from "../internals.js";

const EXAMPLE = new URL("../../../../examples/compose-demo/.env.example", import.meta.url);

/** The example with all its variables set, and a short one. */
function examples(): readonly string[] {
  return [
    readFileSync(EXAMPLE, "utf8").replaceAll(/^# ?(?=[A-Z_]+=)/gm, ""),
    'IMAGE_COUNT=5\nNETWORK="20,1,100"\nADAPTERS=ws,grpc-tuned\nRECEIVER_HOST=::1\nRECEIVER_TOKEN=x\n',
  ];
}

/** What reads the settings of the demo. */
export const DEMO: Decoder = {
  name: "the environment of the demo",
  sources: ["examples/compose-demo/src/environment.ts", "examples/compose-demo/src/settings.ts"],
  form: "text",
  refuses: ["SettingError"],
  isOwn: true,
  open: () => ({
    captures: examples().map(bytesOf),
    decode(bytes) {
      const env = parseEnv(textOf(bytes));
      refuseMisspelt(env);
      return [transmitterSettings(env, []), transmitterSettings(env, ["--compare"]), receiverSettings(env)];
    },
  }),
};
