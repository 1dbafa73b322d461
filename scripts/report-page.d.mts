import type { Plugin } from "vitest/config";

export function reportPage(home: string): Plugin;
