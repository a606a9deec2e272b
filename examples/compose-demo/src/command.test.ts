import { describe, expect, it } from "vitest";
import { commandOf } from "./command.js";

describe("commandOf", () => {
  it.each([
    [{}, [], "start", "npx --yes pnpm@10 --filter compose-demo start"],
    [
      {
        ADAPTERS: "ws,tcp",
        IMAGE_PATH: "my photo.jpg",
        NETWORK: "",
        RECEIVER_TOKEN: "secret",
        RECEIVER_HOST: "::1",
      },
      ["--compare"],
      "start",
      "IMAGE_PATH='my photo.jpg' ADAPTERS=ws,tcp npx --yes pnpm@10 --filter compose-demo start --compare",
    ],
    [
      { IN_COMPOSE: "1", ADAPTERS: "compare", RECEIVER_HOST: "receiver" },
      [],
      "transmitter",
      "ADAPTERS=compare docker compose up",
    ],
    [
      { IN_COMPOSE: "1", TRANSMITTERS: "3", COORDINATOR_HOST: "coordinator" },
      [],
      "coordinator",
      "TRANSMITTERS=3 docker compose up coordinator",
    ],
    [
      { RECEIVER_HOST: "host", RECEIVER_TOKEN: "secret", SECRETS_DIR: "secrets" },
      [],
      "transmitter",
      "RECEIVER_HOST=host SECRETS_DIR=secrets node dist/transmitter.js",
    ],
  ] as const)("of %j and %j, by %s: %s", (env, args, by, command) => {
    expect(commandOf(env, args, by)).toBe(command);
  });
});
