/** Colors for readers who prefer light, and those who prefer dark. */
const COLORS = {
  light: {
    back: "#ffffff",
    box: "#f6f8fa",
    line: "#d0d7de",
    node: "#ffffff",
    border: "#8c959f",
    text: "#1f2328",
    edge: "#57606a",
    isolated: "#0969da",
    denied: "#cf222e",
    unknown: "#9a6700",
  },
  dark: {
    back: "#0d1117",
    box: "#161b22",
    line: "#3d444d",
    node: "#212830",
    border: "#6e7681",
    text: "#f0f6fc",
    edge: "#9198a1",
    isolated: "#1f6feb",
    denied: "#da3633",
    unknown: "#9e6a03",
  },
} as const;

/** The style of a picture, in light and, where the reader prefers it, in dark. */
export const STYLE = `${style("light")}@media(prefers-color-scheme:dark){${style("dark")}}`;

function style(theme: keyof typeof COLORS): string {
  const colors = COLORS[theme];
  const shape =
    theme === "dark"
      ? ""
      : "text{font:13px -apple-system,'Segoe UI','Noto Sans',Helvetica,Arial,sans-serif}.name{font-size:12px;font-weight:600}.heading{font-size:14px;font-weight:600}.ports,.note{font-size:11px}.middle{text-anchor:middle}.edge{fill:none;stroke-width:1.5}.unsure{stroke-dasharray:5 4}.glyph{fill:none;stroke:#ffffff;stroke-width:1.5}.solid{fill:#ffffff}.ask{fill:#ffffff;font-weight:600}.part{opacity:.6}";
  return `${shape}.back,.label{fill:${colors.back}}.box{fill:${colors.box};stroke:${colors.line}}.node{fill:${colors.node};stroke:${colors.border}}text{fill:${colors.text}}.edge{stroke:${colors.edge}}.arrow{fill:${colors.edge}}.isolated{fill:${colors.isolated}}.denied{fill:${colors.denied}}.unknown{fill:${colors.unknown}}.solid,.ask{fill:#ffffff}`;
}
