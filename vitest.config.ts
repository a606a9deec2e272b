import { defineConfig } from "vitest/config";

// Tests run from the sources: the packages name them under this export condition.
const conditions = ["@wireduel/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["{packages,examples}/*/src/**/*.test.ts", "{bench/src,scripts}/**/*.test.ts"],
    pool: "forks",
    execArgv: conditions.flatMap((condition) => ["--conditions", condition]),
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
