import { expect, test } from "vitest";
import { inInstallOrder } from "../../../lib/helm/render/install-order.js";

test("is by kind, others last by their names, and else as before", () => {
  const written = [
    "Zebra/a",
    "Role/b",
    "Deployment/c",
    "Alpha/d",
    "Role/a",
    "PriorityClass/f",
    "Alpha/b",
    "/x",
  ];
  expect(inInstallOrder(written, (one) => one.split("/")[0] ?? "")).toEqual([
    "PriorityClass/f",
    "Role/b",
    "Role/a",
    "Deployment/c",
    "/x",
    "Alpha/d",
    "Alpha/b",
    "Zebra/a",
  ]);
});
