import { X509Certificate } from "node:crypto";
import { items } from "../../util/plain-values.js";

/** Whom the API server takes the holder of a client certificate for. */
export interface CertificateIdentity {
  user: string;
  groups: readonly string[];
  /** The day on which the certificate expires, as `2035-01-31`; left out if it is none. */
  until?: string;
}

/** Real certificates have less than a tenth of this, chains included. */
const LONGEST = 100_000;
/** And no key or certificate is shorter. */
const SHORTEST = 100;
const [BEGIN, END] = ["-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"];

/**
 * The identity in a client certificate, as kubeconfigs hold it: base64 of PEM text, of which the first certificate
 * counts. Its common name is the user, and each of its organizations a group.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/authentication/request/x509/x509.go, CommonNameUserConversion.
 * @returns undefined for what is no certificate, and for one without a common name, which nobody is let in with
 */
export function certificateIdentity(base64: unknown): CertificateIdentity | undefined {
  if (typeof base64 !== "string" || base64.length > LONGEST) return undefined;
  const [pem] = certificatesIn(Buffer.from(base64, "base64").toString("latin1"));
  if (pem === undefined) return undefined;
  try {
    const { subject, valid_to: validTo } = new X509Certificate(pem).toLegacyObject();
    // Go, too, takes the last of several common names: crypto/x509/pkix/pkix.go, FillFromRDNSequence.
    const user = textsIn(subject, "CN").at(-1) ?? "";
    if (user === "") return undefined;
    const until = new Date(validTo);
    return {
      user,
      groups: textsIn(subject, "O"),
      ...(!Number.isNaN(until.getTime()) && { until: until.toISOString().slice(0, 10) }),
    };
  } catch {
    return undefined;
  }
}

/** The certificates of a PEM text, without what stands between them, such as keys. */
export function certificatesIn(pem: string): string[] {
  return pem
    .split(BEGIN)
    .slice(1)
    .flatMap((part) => {
      const end = part.indexOf(END);
      return end < 0 ? [] : [`${BEGIN}${part.slice(0, end)}${END}\n`];
    });
}

/**
 * Whether a key and the certificate beside it are neither: texts in base64 that stand for both, as tests have them.
 * client-go takes only PEM: crypto/tls, X509KeyPair.
 */
export function isMadeUp(key: unknown, certificate: unknown): boolean {
  return [key, certificate].every((base64) => {
    return (
      typeof base64 === "string" && base64.length < SHORTEST && /^[\w+/=\s]+$/.test(base64) && !isPem(base64)
    );
  });
}

function isPem(base64: string): boolean {
  return Buffer.from(base64, "base64").toString("latin1").includes("-----BEGIN ");
}

/** The values of an attribute of a subject, which Node.js gives as a text, or as a list if there are several. */
function textsIn(subject: object, attribute: string): string[] {
  if (!Object.hasOwn(subject, attribute)) return [];
  const value: unknown = Reflect.get(subject, attribute);
  return (typeof value === "string" ? [value] : items(value)).filter((one) => typeof one === "string");
}
