/** A release of a chart that lies elsewhere, and the repository that it comes from. */
export const MAILER_RELEASE = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: mailer, namespace: mail }
spec:
  chart:
    spec:
      chart: mailer
      version: 1.4.x
      sourceRef: { kind: HelmRepository, name: charts }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: charts, namespace: mail }
spec: { url: https://charts.example.org }
`;
