import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  demoFolder,
  type Environment,
  OTHER_VARIABLES,
  USER_VARIABLES,
  VARIABLE_NAMES,
} from "./environment.js";
import { SettingError } from "./failure.js";
import { receiverSettings, transmitterSettings } from "./settings.js";
import { COMPARED, VARIANT_NAMES, variant } from "./variants.js";

/** The name of the refused setting. */
function refused(read: () => unknown): string | undefined {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingError) return error.setting;
    throw error;
  }
  return undefined;
}

describe("transmitterSettings", () => {
  it("has a default for everything", () => {
    expect(transmitterSettings({}, [])).toMatchObject({
      image: null,
      imageCount: 10,
      delayMs: 1_000,
      warmupCount: 20,
      network: undefined,
      compare: false,
      budgetMs: undefined,
      variants: ["ws", "grpc"],
      results: { path: `${demoFolder}results`, shownAs: `${demoFolder}results` },
      receiver: { url: "http://127.0.0.1:4000", token: undefined, secrets: undefined },
    });
  });

  it("ignores an empty variable, as Compose passes unset variables on as empty", () => {
    const empty = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, " "]));
    expect(transmitterSettings(empty, [])).toEqual(transmitterSettings({}, []));
    expect(receiverSettings(empty)).toEqual(receiverSettings({}));
  });

  it("resolves relative paths from the working folder of the user", () => {
    const env = { INIT_CWD: "/home/me", IMAGE_PATH: "a.png", RESULTS_DIR: "out" };
    const { image, results } = transmitterSettings(env, []);
    expect([image?.path, results.path]).toEqual(["/home/me/a.png", "/home/me/out"]);
  });

  it("uses paths of the container for files, and shows paths of the user", () => {
    const env = {
      IN_COMPOSE: "1",
      IMAGE_PATH: "./a.png",
      IMAGE_MOUNT: "/image",
      RESULTS_DIR: "/results",
      RESULTS_OUTSIDE: "./results",
      FOLDER_OUTSIDE: "/home/me/demo",
    };
    expect(transmitterSettings(env, [])).toMatchObject({
      image: { path: "/image", shownAs: "./a.png (/image)" },
      results: { path: "/results", shownAs: "/home/me/demo/results" },
    });
  });

  it.each<[Environment, string[]]>([
    [{}, ["--compare"]],
    [{}, ["--explain"]],
    [{ ADAPTERS: "compare" }, []],
    [{ ADAPTERS: "explain" }, ["--compare"]],
  ])("compares in fresh processes, in less than two minutes: %j %j", (env, args) => {
    const settings = transmitterSettings(env, args);
    expect(settings).toMatchObject({
      compare: true,
      variants: COMPARED,
      delayMs: 0,
      imageCount: undefined,
      warmupCount: 30,
      receiver: "process",
    });
    expect(settings.budgetMs).toBeLessThan(120_000);
  });

  it("compares what is named, and accepts the other settings", () => {
    const env = { ADAPTERS: "tcp, ws", IMAGE_DELAY_MS: "5", IMAGE_COUNT: "2", COMPARE_SECONDS: "600" };
    expect(transmitterSettings(env, ["--compare"])).toMatchObject({
      compare: true,
      variants: ["tcp", "ws"],
      delayMs: 5,
      imageCount: 2,
      budgetMs: 600_000,
    });
  });

  it("compares over a receiving server if its host is named", () => {
    const env = { RECEIVER_HOST: "receiver", RECEIVER_TOKEN: "x" };
    expect(transmitterSettings(env, ["--compare"]).receiver).toEqual({
      url: "http://receiver:4000",
      token: "x",
      secrets: undefined,
    });
  });

  it("encrypts control if there is a folder with secrets", () => {
    const env = { INIT_CWD: "/home/me", SECRETS_DIR: "secrets" };
    expect(transmitterSettings(env, []).receiver).toEqual({
      url: "https://127.0.0.1:4000",
      token: undefined,
      secrets: "/home/me/secrets",
    });
    expect(receiverSettings(env).secrets).toBe("/home/me/secrets");
  });

  it("sends over all adapters in one round each", () => {
    expect(transmitterSettings({ ADAPTERS: "all" }, [])).toMatchObject({
      compare: false,
      budgetMs: undefined,
      variants: VARIANT_NAMES,
    });
  });

  it.each([
    ["lan", "lan"],
    ["wan", "wan"],
    ["5", { delayMs: 5, jitterMs: 0 }],
    ["20, 1, 100", { delayMs: 20, jitterMs: 1, rateMbps: 100 }],
    ["", undefined],
  ])("puts a network between the servers: %j", (NETWORK, network) => {
    expect(transmitterSettings({ NETWORK }, []).network).toEqual(network);
  });

  it.each(["moon", "-5", "5,6", "5,,1", "5,1,0", "1,1,1,1", "20000"])("refuses the network %j", (NETWORK) => {
    expect(refused(() => transmitterSettings({ NETWORK }, []))).toBe("NETWORK");
  });

  it.each<[Environment, string]>([
    [{ IMAGE_COUNT: "0" }, "IMAGE_COUNT"],
    [{ IMAGE_COUNT: "ten" }, "IMAGE_COUNT"],
    [{ IMAGE_DELAY_MS: "-5" }, "IMAGE_DELAY_MS"],
    [{ WARMUP_COUNT: "1.5" }, "WARMUP_COUNT"],
    [{ RECEIVER_CONTROL_PORT: "70000" }, "RECEIVER_CONTROL_PORT"],
    [{ ADAPTERS: "ws,http3" }, "ADAPTERS"],
    [{ ADAPTERS: "ws," }, "ADAPTERS"],
    [{ COMPARE_SECONDS: "0" }, "COMPARE_SECONDS"],
  ])("refuses %j", (env, variable) => {
    expect(refused(() => transmitterSettings(env, []))).toBe(variable);
    expect(refused(() => transmitterSettings(env, ["--compare"]))).toBe(variable);
  });

  it("refuses to compare one adapter", () => {
    expect(refused(() => transmitterSettings({ ADAPTERS: "tcp" }, ["--compare"]))).toBe("ADAPTERS");
  });

  it.each(["--comapre", "-x", "compare", "ws"])("refuses the argument %s", (argument) => {
    expect(refused(() => transmitterSettings({}, [argument]))).toBe("argument");
  });

  it("ignores the dashes that a package manager passes on", () => {
    expect(transmitterSettings({}, ["--", "--compare"]).compare).toBe(true);
  });

  it.each<[Environment, readonly string[], string]>([
    [{ ADAPTERS: "ws,grcp" }, [], "grpc"],
    [{ ADAPTERS: "ws,htpt2" }, [], "http2"],
    [{ ADAPTERS: "ws-jsonarray" }, [], "ws-json-array"],
    [{ ADAPTERS: "comapre" }, [], "compare"],
    [{ NETWORK: "lann" }, [], "lan"],
    [{}, ["--comapre"], "--compare"],
  ])("says what was probably meant by %j %j", (env, args, meant) => {
    expect(() => transmitterSettings(env, args)).toThrow(`did you mean ${meant}?`);
  });

  it("names the variable, the expected value, and the actual value", () => {
    expect(() => transmitterSettings({ IMAGE_COUNT: "0" }, [])).toThrow(
      'IMAGE_COUNT: expected a whole number from 1 to 1000000, got "0"',
    );
  });
});

describe("receiverSettings", () => {
  it("listens on loopback, on fixed ports", () => {
    expect(receiverSettings({})).toEqual({
      bind: "127.0.0.1",
      controlPort: 4000,
      ports: { ws: 4001, grpc: 4002, tcp: 4003, http: 4004 },
      token: undefined,
      secrets: undefined,
    });
  });

  it("refuses a bad port", () => {
    expect(refused(() => receiverSettings({ RECEIVER_TCP_PORT: "x" }))).toBe("RECEIVER_TCP_PORT");
  });
});

describe("variant", () => {
  it.each(VARIANT_NAMES)("creates %s, and its label says which", (name) => {
    const { label, protocol } = variant(name);
    expect([name, protocol.title]).toContain(label);
    // Server-sent events are a push over HTTP.
    if (name === "sse") expect(protocol.name).toBe("http");
    else expect(name).toMatch(new RegExp(`^${protocol.name}`));
  });
});

describe("the files beside the sources", () => {
  const example = readFileSync(join(demoFolder, ".env.example"), "utf8");
  const compose = ["compose.yaml", "compose.publish.yaml"]
    .map((name) => readFileSync(join(demoFolder, name), "utf8"))
    .join("\n");
  const settable = (who: string) =>
    who === "user"
      ? Object.keys(USER_VARIABLES)
      : Object.entries(OTHER_VARIABLES).flatMap(([name, setBy]) => (setBy === who ? [name] : []));
  const lines = [...example.matchAll(/^#([A-Z_]+)=(.*)$/gm)];

  it(".env.example has a line for each variable that users set, and no other", () => {
    expect(lines.map(([, name]) => name).sort()).toEqual(settable("user").sort());
  });

  it(".env.example names every variable, and no unknown one", () => {
    const named = new Set([...example.matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([name]) => name));
    const known = VARIABLE_NAMES.filter((name) => name.includes("_"));
    expect([...named].sort()).toEqual(known.sort());
  });

  it("every line of .env.example is a valid setting", () => {
    const env = Object.fromEntries(lines.map(([, name, value]) => [name, value])) as Environment;
    expect(transmitterSettings(env, []).receiver).toMatchObject({ token: receiverSettings(env).token });
  });

  it(".env.example describes every name of ADAPTERS, and no unknown one", () => {
    const described = [...example.matchAll(/^# {3}([a-z0-9-]+) {2,}\S/gm)].map(([, name]) => name);
    expect(described).toEqual(VARIANT_NAMES);
  });

  it("have no secret that everyone knows", () => {
    const given = [...`${example}\n${compose}`.matchAll(/TOKEN(?:=|: *)(\S*)/g)].map(([, value]) => value);
    expect(given).toHaveLength(3);
    // Nothing, or what the user gives.
    for (const value of given) expect(value).toMatch(/^(\$\{RECEIVER_TOKEN:-\})?$/);
  });

  it("compose.yaml passes on the variables of users, and sets its own", () => {
    const read = new Set([...compose.matchAll(/\$\{([A-Z_]+):-/g)].map(([, name]) => name));
    // The folder that Compose runs in.
    read.delete("PWD");
    expect([...read].sort()).toEqual(settable("user").sort());
    for (const name of settable("compose.yaml")) expect(compose).toMatch(new RegExp(`^ +${name}: `, "m"));
  });
});
