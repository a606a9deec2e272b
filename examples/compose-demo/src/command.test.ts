import { describe, expect, it } from "vitest";
import { commandOf } from "./command.js";

describe("commandOf", () => {
  it.each([
    [{}, [], true, "npx --yes pnpm@10 --filter compose-demo start"],
    [
      {
        ADAPTERS: "ws,tcp",
        IMAGE_PATH: "my photo.jpg",
        NETWORK: "",
        RECEIVER_TOKEN: "secret",
        RECEIVER_HOST: "::1",
      },
      ["--compare"],
      true,
      "IMAGE_PATH='my photo.jpg' ADAPTERS=ws,tcp npx --yes pnpm@10 --filter compose-demo start --compare",
    ],
    [
      { IN_COMPOSE: "1", ADAPTERS: "compare", RECEIVER_HOST: "receiver" },
      [],
      false,
      "ADAPTERS=compare docker compose up",
    ],
    [
      { RECEIVER_HOST: "host", RECEIVER_TOKEN: "secret", SECRETS_DIR: "secrets" },
      [],
      false,
      "RECEIVER_HOST=host SECRETS_DIR=secrets node dist/transmitter.js",
    ],
  ])("of %j and %j, by start: %s", (env, args, byStart, command) => {
    expect(commandOf(env, args, byStart)).toBe(command);
  });
});
