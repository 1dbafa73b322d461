import { describe, expect, it } from "vitest";
import { customObjectIn } from "../../lib/manifests/custom-object.js";

describe("customObjectIn", () => {
  it.each([
    [
      "apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata:\n  labels:\n    a: b\n\n  # said\n  name: my-kafka\n",
      "kafka.strimzi.io/Kafka my-kafka",
    ],
    ['kind: "Cluster" # one\napiVersion: "postgresql.cnpg.io/v1"\n', "postgresql.cnpg.io/Cluster "],
    [
      "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata:\n  name: k8s",
      "monitoring.coreos.com/Prometheus ",
    ],
    ["apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: a\n", undefined],
    ["apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n", undefined],
    ["apiVersion: apps/v1\nkind: Deployment\n", undefined],
    ["apiVersion: v1\nkind: Service\n", undefined],
    ["apiVersion: a.example.com/v1\n", undefined],
    ['{ "apiVersion": "a.example.com/v1", "kind": "A" }', undefined],
    ["", undefined],
  ])("of %j is %j", (text, expected) => {
    expect(customObjectIn(text)).toBe(expected);
  });

  it("takes time in proportion to the text", () => {
    const text = `apiVersion: a.example.com/v1\nkind: A\nmetadata:\n${" ".repeat(200_000)}x\n${" \n".repeat(200_000)}`;
    expect(customObjectIn(text)).toBe("a.example.com/A ");
  });
});
