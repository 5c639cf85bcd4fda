import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["__tests__/**/*.test.ts"],
    globalSetup: ["__tests__/support/global-setup.ts"],
    pool: "forks",
    // Real servers on a busy machine: slow is not broken.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    // `.ci/run` reads the totals from the second.
    reporters: ["default", ["json", { outputFile: "node_modules/.cache/schemagate/test-results.json" }]],
  },
});
