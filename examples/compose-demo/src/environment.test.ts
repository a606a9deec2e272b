import { describe, expect, it } from "vitest";
import { refuseMisspelt, USER_VARIABLES, VARIABLE_NAMES } from "./environment.js";
import { SettingError } from "./failure.js";

function refusal(name: string): SettingError | undefined {
  try {
    refuseMisspelt({ [name]: "1" });
  } catch (error) {
    if (error instanceof SettingError) return error;
    throw error;
  }
  return undefined;
}

describe("refuseMisspelt", () => {
  it.each([
    ["IMAGE_CUONT", "IMAGE_COUNT"],
    ["IMAGES_COUNT", "IMAGE_COUNT"],
    ["IMAGECOUNT", "IMAGE_COUNT"],
    ["image_count", "IMAGE_COUNT"],
    ["IMAGE_DELAY", "IMAGE_DELAY_MS"],
    ["IMAGE_DELAY_M", "IMAGE_DELAY_MS"],
    ["ADAPTER", "ADAPTERS"],
    ["ADAPTRES", "ADAPTERS"],
    ["RECEIVER_WS", "RECEIVER_WS_PORT"],
    ["NETWROK", "NETWORK"],
    ["RESULT_DIR", "RESULTS_DIR"],
    ["RECEIVER_WS_PROT", "RECEIVER_WS_PORT"],
    ["WARM_UP_COUNT", "WARMUP_COUNT"],
  ])("%s: did you mean %s", (name, meant) => {
    const error = refusal(name);
    expect(error?.setting).toBe(name);
    expect(error?.message).toContain(`did you mean ${meant}?`);
  });

  it("leaves all other names alone: they belong to others", () => {
    const others = [
      "PATH",
      "HOME",
      "IMAGE",
      "IMAGE_NAME",
      "IMAGE_TAG",
      "RECEIVER",
      "RESULTS",
      "HOST",
      "PORT",
      "PWD",
    ];
    for (const name of [...others, ...VARIABLE_NAMES, "npm_package_name"])
      expect(refusal(name)).toBeUndefined();
  });

  it("takes no variable of the demo for another one", () => {
    for (const name of Object.keys(USER_VARIABLES)) expect(refusal(name)).toBeUndefined();
  });
});
