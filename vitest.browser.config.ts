import { defineConfig } from "vitest/config";

const conditions = ["@wireduel/source"];

// Tests of pages in Chromium: `pnpm run test:browser`. They are apart, because not every machine has one.
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts"],
    pool: "forks",
    // One browser at a time.
    fileParallelism: false,
    execArgv: conditions.flatMap((condition) => ["--conditions", condition]),
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
