import type { AccessData } from "../page-data.js";
import { button } from "./controls.js";
import { element, setAll, shape } from "./dom.js";
import { nextNode } from "./graph-keys.js";
import { between, COLUMNS, type Graph, type GraphEdge, type GraphNode, ROW } from "./graph-layout.js";
import { edgeShape, nodeShape, TOTAL } from "./graph-shapes.js";

/** More lines than this at once cannot be told apart. */
const MOST_LINES = 4000;
const [SMALLEST, LARGEST] = [0.25, 3];

/** A drawing of who is bound to what. Only what is in sight is drawn, so that thousands stay fluid. */
export class GraphView {
  readonly element: HTMLElement;
  readonly #pane = element("div", { class: "pane", role: "group" });
  readonly #edges = shape("g", {});
  readonly #nodes = shape("g", {});
  readonly #drawing: SVGSVGElement;
  readonly #choose: (node: GraphNode) => void;
  readonly #drawn = new Map<GraphNode, SVGGElement>();
  #graph: Graph = { columns: { subject: [], binding: [], role: [] }, edges: [], height: 0 };
  #scale = 1;
  #chosen: GraphNode | undefined;
  /** The node that the tab key leads to. */
  #current: GraphNode | undefined;
  #isWaiting = false;
  #isFitted = false;

  /** @param choose is told which node somebody has chosen */
  constructor(data: AccessData, choose: (node: GraphNode) => void) {
    this.#choose = choose;
    this.#drawing = shape("svg", { class: "graph" }, this.#edges, this.#nodes);
    this.#pane.append(this.#drawing);
    setAll(this.#pane, {
      "aria-label": `Graph of ${data.bindings.length} bindings. Arrow keys go from node to node, Enter chooses one, plus and minus zoom.`,
    });
    this.element = element("div", { class: "graph-view" }, this.#zoomButtons(), this.#pane);
    this.#pane.addEventListener("scroll", () => this.#soon(), { passive: true });
    this.#pane.addEventListener("keydown", (event) => this.#onKey(event));
    this.#pane.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    this.#nodes.addEventListener("click", ({ target }) => {
      const node = [...this.#drawn].find(
        ([, drawn]) => target instanceof Node && drawn.contains(target),
      )?.[0];
      if (node) this.#go(node, true);
    });
    new ResizeObserver(() => {
      // To zoom changes the size itself, which must wait for the next frame.
      this.#soon();
    }).observe(this.#pane);
  }

  show(graph: Graph): void {
    this.#graph = graph;
    this.#chosen = undefined;
    this.#current = COLUMNS.flatMap((column) => graph.columns[column].slice(0, 1))[0];
    for (const drawn of this.#drawn.values()) drawn.remove();
    this.#drawn.clear();
    this.#pane.scrollTop = 0;
    this.#resize();
  }

  /** Zooms, and keeps a point of the pane where it is. */
  zoom(factor: number, x = this.#pane.clientWidth / 2, y = this.#pane.clientHeight / 2): void {
    const before = this.#scale;
    this.#scale = Math.min(LARGEST, Math.max(SMALLEST, before * factor));
    const ratio = this.#scale / before;
    const [left, top] = [(this.#pane.scrollLeft + x) * ratio - x, (this.#pane.scrollTop + y) * ratio - y];
    this.#resize();
    this.#pane.scrollTo({ left, top });
  }

  fit(): void {
    this.zoom(this.#pane.clientWidth / TOTAL / this.#scale, 0);
  }

  #zoomButtons(): HTMLElement {
    return element(
      "div",
      { class: "zoom", role: "group", "aria-label": "Zoom" },
      button("−", "Zoom out", () => this.zoom(1 / 1.25)),
      button("+", "Zoom in", () => this.zoom(1.25)),
      button("Fit", "Fit", () => this.fit()),
    );
  }

  #resize(): void {
    const { height } = this.#graph;
    setAll(this.#drawing, {
      width: TOTAL * this.#scale,
      height: Math.max(1, height * this.#scale),
      viewBox: `0 0 ${TOTAL} ${Math.max(1, height)}`,
    });
    this.#draw();
  }

  #soon(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    requestAnimationFrame(() => {
      this.#isWaiting = false;
      // A narrow window begins with all columns in sight.
      if (!this.#isFitted && this.#pane.clientWidth > 0 && this.#pane.clientWidth < TOTAL) this.fit();
      this.#isFitted ||= this.#pane.clientWidth > 0;
      this.#draw();
    });
  }

  #draw(): void {
    const top = this.#pane.scrollTop / this.#scale - ROW;
    const bottom = (this.#pane.scrollTop + this.#pane.clientHeight) / this.#scale + ROW;
    const visible = new Set(COLUMNS.flatMap((column) => between(this.#graph.columns[column], top, bottom)));
    // What has the focus stays, wherever it is.
    if (this.#current) visible.add(this.#current);
    for (const [node, drawn] of this.#drawn) {
      if (visible.has(node)) continue;
      drawn.remove();
      this.#drawn.delete(node);
    }
    const near = this.#chosen && new Set([this.#chosen, ...this.#chosen.links, ...ends(this.#chosen)]);
    for (const node of visible) {
      let drawn = this.#drawn.get(node);
      if (!drawn) {
        this.#drawn.set(node, (drawn = nodeShape(node)));
        this.#nodes.append(drawn);
      }
      setAll(drawn, {
        tabindex: node === this.#current ? 0 : -1,
        "aria-pressed": String(node === this.#chosen),
        class: `node ${node.level} ${near && !near.has(node) ? "far" : ""} ${node === this.#chosen ? "chosen" : ""}`,
      });
    }
    const crossing = this.#graph.edges.filter(({ from, to }) => {
      return Math.max(from.y, to.y) >= top && Math.min(from.y, to.y) <= bottom;
    });
    const ranked =
      crossing.length > MOST_LINES ? crossing.toSorted((a, b) => weight(b) - weight(a)) : crossing;
    this.#edges.replaceChildren(...ranked.slice(0, MOST_LINES).map((edge) => edgeShape(edge, near)));
  }

  #onWheel(event: WheelEvent): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const { left, top } = this.#pane.getBoundingClientRect();
    this.zoom(Math.exp(-event.deltaY / 300), event.clientX - left, event.clientY - top);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { key } = event;
    if (key === "+" || key === "=") this.zoom(1.25);
    else if (key === "-") this.zoom(1 / 1.25);
    else if (key === "0") this.fit();
    else {
      const next = this.#current && nextNode(key, this.#current, this.#graph);
      if (!next) return;
      this.#go(next, key === "Enter" || key === " ");
    }
    event.preventDefault();
  }

  #go(node: GraphNode, isChosen: boolean): void {
    this.#current = node;
    if (isChosen) this.#chosen = node;
    const y = node.y * this.#scale;
    const { scrollTop, clientHeight } = this.#pane;
    if (y < scrollTop + ROW || y > scrollTop + clientHeight - ROW)
      this.#pane.scrollTop = y - clientHeight / 2;
    this.#draw();
    this.#drawn.get(node)?.focus({ preventScroll: true });
    if (isChosen) this.#choose(node);
  }
}

/** What is linked through the bindings of a subject or a role. */
function ends({ column, links }: GraphNode): GraphNode[] {
  return column === "binding" ? [] : links.flatMap((binding) => binding.links);
}

function weight({ level }: GraphEdge): number {
  return level === "cluster" ? 2 : level === "namespace" ? 1 : 0;
}
