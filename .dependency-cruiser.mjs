import { layers } from "./eslint.config.mjs";

/** What `npm run check:lint` asks of the imports of lib/ and rules/, those of types included. */
export default {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    // ESLint says the same in the editor, and does not see `import()`.
    ...layers.slice(1).map((layer, index) => ({
      name: "imports-run-down",
      severity: "error",
      from: { path: `^${layer}/` },
      to: { path: layers.slice(0, index + 1).map((above) => `^${above}/`) },
    })),
  ],
  options: { doNotFollow: { path: "node_modules" }, tsPreCompilationDeps: true },
};
