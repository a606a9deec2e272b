import { describe, expect, it } from "vitest";
import { demoFolder, receiverSettings, SettingError, transmitterSettings } from "./settings.js";
import { VARIANT_NAMES } from "./variants.js";

describe("transmitterSettings", () => {
  it("has a default for everything", () => {
    expect(transmitterSettings({}, [])).toMatchObject({
      imagePath: null,
      imageCount: 10,
      delayMs: 1_000,
      warmupCount: 20,
      variants: ["ws", "grpc"],
      resultsDir: `${demoFolder}results`,
      receiverUrl: "http://127.0.0.1:4000",
      token: undefined,
    });
  });

  it("takes an empty variable for none, as Compose passes an unset one on", () => {
    const empty = { IMAGE_PATH: "", IMAGE_COUNT: "", ADAPTERS: " ", RECEIVER_TOKEN: "" };
    expect(transmitterSettings(empty, [])).toEqual(transmitterSettings({}, []));
  });

  it("takes paths from the folder that the user typed in", () => {
    const { imagePath, resultsDir } = transmitterSettings(
      { INIT_CWD: "/home/me", IMAGE_PATH: "a.png", RESULTS_DIR: "out" },
      [],
    );
    expect([imagePath, resultsDir]).toEqual(["/home/me/a.png", "/home/me/out"]);
  });

  it("reads the image where a container has it, and shows results where the user has them", () => {
    const settings = transmitterSettings(
      {
        IN_COMPOSE: "1",
        IMAGE_PATH: "./a.png",
        IMAGE_MOUNT: "/image",
        RESULTS_DIR: "/results",
        RESULTS_OUTSIDE: "./results",
        FOLDER_OUTSIDE: "/home/me/demo",
      },
      [],
    );
    expect(settings).toMatchObject({
      imagePath: "/image",
      imageName: "./a.png",
      resultsDir: "/results",
      resultsShownAs: "/home/me/demo/results",
    });
  });

  it.each([
    [{}, ["--explain"]],
    [{ ADAPTERS: "explain" }, []],
  ])("explains with every variant, warm and without pauses: %j %j", (env, args) => {
    expect(transmitterSettings(env, args)).toMatchObject({
      explain: true,
      variants: VARIANT_NAMES,
      delayMs: 0,
      warmupCount: 100,
    });
    expect(transmitterSettings({ ...env, IMAGE_DELAY_MS: "5", IMAGE_COUNT: "2" }, args)).toMatchObject({
      delayMs: 5,
      imageCount: 2,
    });
  });

  it.each([
    ["lan", "lan"],
    ["wan", "wan"],
    ["5", { delayMs: 5, jitterMs: 0 }],
    ["20, 1, 100", { delayMs: 20, jitterMs: 1, rateMbps: 100 }],
    ["", undefined],
  ])("puts a network between the servers: %j", (text, network) => {
    expect(transmitterSettings({ NETWORK: text }, []).network).toEqual(network);
  });

  it.each(["moon", "-5", "5,6", "5,,1", "5,1,0", "1,1,1,1", "20000"])("refuses the network %j", (text) => {
    expect(() => transmitterSettings({ NETWORK: text }, [])).toThrow(
      `NETWORK: expected lan, wan, or a delay in ms, its jitter in ms and a rate in Mbit/s, such as 20 or 20,1,100, got "${text}"`,
    );
  });

  it.each<[Record<string, string>, string[], string]>([
    [{ IMAGE_COUNT: "0" }, [], 'IMAGE_COUNT: expected a whole number from 1 to 1000000, got "0"'],
    [{ IMAGE_COUNT: "ten" }, [], 'IMAGE_COUNT: expected a whole number from 1 to 1000000, got "ten"'],
    [{ IMAGE_DELAY_MS: "-5" }, [], 'IMAGE_DELAY_MS: expected a whole number from 0 to 3600000, got "-5"'],
    [{ WARMUP_COUNT: "1.5" }, [], 'WARMUP_COUNT: expected a whole number from 0 to 1000000, got "1.5"'],
    [
      { RECEIVER_CONTROL_PORT: "70000" },
      [],
      'RECEIVER_CONTROL_PORT: expected a whole number from 0 to 65535, got "70000"',
    ],
    [
      { ADAPTERS: "ws,http3" },
      [],
      `ADAPTERS: expected names from ${VARIANT_NAMES.join(", ")}, with commas between them, or explain, got "http3"`,
    ],
    [{}, ["--explian"], 'argument: expected --explain, or none, got "--explian"'],
  ])("refuses %j %j", (env, args, message) => {
    expect(() => transmitterSettings(env, args)).toThrow(SettingError);
    expect(() => transmitterSettings(env, args)).toThrow(message);
  });
});

describe("receiverSettings", () => {
  it("has ports of its own, on loopback", () => {
    expect(receiverSettings({})).toEqual({
      bind: "127.0.0.1",
      controlPort: 4000,
      ports: { ws: 4001, grpc: 4002, tcp: 4003 },
      token: undefined,
    });
  });

  it("refuses a port that is none", () => {
    expect(() => receiverSettings({ RECEIVER_TCP_PORT: "x" })).toThrow(
      'RECEIVER_TCP_PORT: expected a whole number from 0 to 65535, got "x"',
    );
  });
});
