import { defineConfig } from "vitest/config";

export default defineConfig({ test: { include: ["tests/mutations/**/*.test.ts"], testTimeout: 900_000 } });
