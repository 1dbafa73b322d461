import { describe, expect, it } from "vitest";
import {
  concernKubernetes,
  type RequestRule,
  requestWords,
} from "../../../lib/kubernetes/admission/request-rules.js";

describe("concernKubernetes", () => {
  it.each<[boolean, readonly RequestRule[]]>([
    [true, [{ apiGroups: [""] }]],
    [true, [{ apiGroups: ["*"] }]],
    [true, [{ apiGroups: ["apps"] }]],
    [true, [{ apiGroups: ["networking.k8s.io"] }]],
    [true, [{ apiGroups: ["example.com"] }, { apiGroups: ["example.com", "rbac.authorization.k8s.io"] }]],
    [false, [{ apiGroups: ["example.com", "gateway.networking.k8s.io", "kueue.x-k8s.io"] }]],
    [false, [{ apiGroups: ["${GROUP}", "{{ .Values.group }}", "constructor", "\u0000"] }]],
    [false, [{ apiGroups: [] }, {}]],
    [false, []],
  ])("is %j of %j", (expected, rules) => {
    expect(concernKubernetes(rules)).toBe(expected);
  });
});

describe("requestWords", () => {
  it.each<[string, readonly RequestRule[]]>([
    ["Requests to create 'pods'", [{ operations: ["CREATE"], resources: ["pods"] }]],
    [
      "Requests to create or update 'pods' and 'pods/exec'",
      [
        { operations: ["UPDATE"], resources: ["pods"] },
        { operations: ["CREATE", "UPDATE"], resources: ["pods/exec", "pods"] },
      ],
    ],
    [
      "Requests to create, update, delete or connect to anything",
      [{ operations: ["*"], resources: ["*/*"] }],
    ],
    ["Requests to write anything", [{ operations: ["${OPERATION}"], resources: ["pods", "*"] }]],
    ["Requests to delete objects", [{ operations: ["DELETE"], resources: ["${RESOURCE}", "\u0000"] }]],
    ["Requests to write objects", [{}]],
    [
      "Requests to create 'a', 'b', 'c' and 1 more",
      [{ operations: ["CREATE"], resources: ["a", "b", "c", "d"] }],
    ],
  ])("%s", (expected, rules) => {
    expect(requestWords(rules)).toBe(expected);
  });
});
