import { type Found, lint } from "./lint.js";

const VERSION = '"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy"';
/** A line in which there is nothing to find, and which makes a file one of policies. */
const FIRST = `{${VERSION},"spec":{"user":"bob","namespace":"caribou","resource":"pods","readonly":true}}`;

/** A line of the current form with the text of its spec, which begins at column 81. */
export function withSpec(spec: string): string {
  return `{${VERSION},"spec":${spec}}`;
}

/** What a rule finds in lines of a policy file, which begin at its second line. */
export function lintLines(rule: string, ...lines: string[]): Promise<Found[]> {
  return lint(rule, { "policies.json": [FIRST, ...lines].join("\n") });
}

/** The lines that Kubernetes' documentation of ABAC has, in other words, in its order. */
export const DOCUMENTED = [
  withSpec('{"user":"alice","namespace":"*","resource":"*","apiGroup":"*"}'),
  withSpec('{"user":"kubelet","namespace":"*","resource":"pods","readonly":true}'),
  withSpec('{"user":"kubelet","namespace":"*","resource":"events"}'),
  withSpec('{"user":"bob","namespace":"projectCaribou","resource":"pods","readonly":true}'),
  withSpec('{"group":"system:authenticated","readonly":true,"nonResourcePath":"*"}'),
  withSpec('{"group":"system:unauthenticated","readonly":true,"nonResourcePath":"*"}'),
  withSpec(
    '{"user":"system:serviceaccount:kube-system:default","namespace":"*","resource":"*","apiGroup":"*"}',
  ),
];
