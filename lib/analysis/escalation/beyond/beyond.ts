import type { Technique } from "../technique.js";
import { mutatingWebhook, validatingWebhook } from "./admission.js";
import { argoController, argoImpersonation } from "./argocd.js";
import { awsAuth } from "./aws-auth.js";
import { approveCertificate } from "./certificates.js";
import { controlPlane } from "./control-plane.js";
import { fluxAccount, fluxController } from "./flux.js";
import { readThroughLogs } from "./node-logs.js";
import { nodeProxy } from "./node-proxy.js";
import { escapePod, tokensOnNode } from "./nodes.js";
import { hostPathVolume, liftPodSecurity, privilegedPod } from "./privileged-pods.js";
import { runWorkflow } from "./workflows.js";

/** The ways to become somebody else that lead through more than RBAC: certificates, nodes, webhooks, Flux and Argo CD. */
export const BEYOND: readonly Technique[] = [
  runWorkflow,
  approveCertificate,
  nodeProxy,
  privilegedPod,
  liftPodSecurity,
  hostPathVolume,
  escapePod,
  readThroughLogs,
  tokensOnNode,
  controlPlane,
  awsAuth,
  fluxAccount,
  fluxController,
  argoController,
  argoImpersonation,
  mutatingWebhook,
  validatingWebhook,
];
