import type { IsolationState } from "../../../analysis/network/isolation.js";

/** What a picture shows of the isolation of a node: `in part` if it stands for several workloads that differ. */
export type Mark = IsolationState | "in part";

export interface PictureNode {
  id: string;
  /** The label in lines. */
  lines: readonly string[];
  /** All of it, where the label is cut. */
  title: string;
  is: "workload" | "several" | "outside";
  ingress: Mark;
  egress: Mark;
}

export interface PictureEdge {
  from: string;
  to: string;
  label: string;
  isSure: boolean;
}

/** A namespace with its nodes. */
export interface PictureBox {
  label: string;
  nodes: readonly PictureNode[];
}

/** What a picture of the connections of a cluster shows, without places. */
export interface Picture {
  cluster: string | undefined;
  boxes: readonly PictureBox[];
  /** What belongs to no namespace. */
  free: readonly PictureNode[];
  edges: readonly PictureEdge[];
  isByNamespace: boolean;
  /** How many edges are left out, since nobody could tell them apart. */
  undrawn: number;
}
