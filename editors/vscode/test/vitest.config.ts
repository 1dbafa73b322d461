import { defineConfig } from "vitest/config";

/** The extension as it is packed. VS Code itself is not started. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ["*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000 },
});
