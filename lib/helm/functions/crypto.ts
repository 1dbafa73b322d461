import { createDecipheriv, createHash, createHmac, scryptSync } from "node:crypto";
import { Text } from "../values/text.js";
import { TemplateError, unknown, type CallContext, type Func } from "../values/value.js";
import { ANY, define, STRING, UINT32, variadic } from "./signature.js";

/** sprig's digests and what is computed from a password: crypto.go. */
export const CRYPTO: readonly Func[] = [
  ...(["sha1", "sha256", "sha512"] as const).map((algorithm) =>
    define(`${algorithm}sum`, [STRING], (context, text) => {
      context.work(Math.ceil(text.length / 64));
      return Text.plain(createHash(algorithm).update(text).digest("hex"));
    }),
  ),
  define("adler32sum", [STRING], (_, text) => Text.plain(String(adler32(Buffer.from(text))))),
  define(
    "derivePassword",
    [UINT32, STRING, STRING, STRING, STRING],
    (context, counter, type, password, user, site) => {
      context.work(SCRYPT_STEPS);
      return Text.plain(derivedPassword(counter, type, password, user, site));
    },
  ),
  define("decryptAES", [STRING, STRING], (_, password, text) => Text.plain(decrypted(password, text))),
];

/** A key takes about as long to derive as so many steps of templates. */
const SCRYPT_STEPS = 250_000;

/** What is new each time: no value of it is known. Its arguments are not looked at. */
export const RANDOM: readonly Func[] = [
  ...[
    "randAlphaNum",
    "randAlpha",
    "randAscii",
    "randNumeric",
    "randBytes",
    "randInt",
    "uuidv4",
    "shuffle",
  ].map((name) => random(name, "it is random")),
  ...["bcrypt", "htpasswd", "encryptAES"].map((name) => random(name, "what encrypts it is random")),
  ...[
    "genPrivateKey",
    "genCA",
    "genCAWithKey",
    "genSelfSignedCert",
    "genSelfSignedCertWithKey",
    "genSignedCert",
    "genSignedCertWithKey",
    "buildCustomCert",
  ].map((name) => random(name, "keys and certificates are made anew")),
];

/** How many random values a rendering has made: each is another one. */
const counts = new WeakMap<CallContext, number>();

function random(name: string, why: string): Func {
  return variadic(name, [], ANY, (context) => {
    const count = (counts.get(context) ?? 0) + 1;
    counts.set(context, count);
    return unknown(`${name} ${count}`, why);
  });
}

function adler32(bytes: Buffer): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

const SEED = "com.lyndir.masterpassword";
const PASSWORD_TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  maximum: ["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
  long: [
    "CvcvnoCvcvCvcv",
    "CvcvCvcvnoCvcv",
    "CvcvCvcvCvcvno",
    "CvccnoCvcvCvcv",
    "CvccCvcvnoCvcv",
    "CvccCvcvCvcvno",
    "CvcvnoCvccCvcv",
    "CvcvCvccnoCvcv",
    "CvcvCvccCvcvno",
    "CvcvnoCvcvCvcc",
    "CvcvCvcvnoCvcc",
    "CvcvCvcvCvccno",
    "CvccnoCvccCvcv",
    "CvccCvccnoCvcv",
    "CvccCvccCvcvno",
    "CvcvnoCvccCvcc",
    "CvcvCvccnoCvcc",
    "CvcvCvccCvccno",
    "CvccnoCvcvCvcc",
    "CvccCvcvnoCvcc",
    "CvccCvcvCvccno",
  ],
  medium: ["CvcnoCvc", "CvcCvcno"],
  short: ["Cvcn"],
  basic: ["aaanaaan", "aannaaan", "aaannaaa"],
  pin: ["nnnn"],
};
const CHARACTERS: Readonly<Record<string, string>> = {
  V: "AEIOU",
  C: "BCDFGHJKLMNPQRSTVWXYZ",
  v: "aeiou",
  c: "bcdfghjklmnpqrstvwxyz",
  A: "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
  a: "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
  n: "0123456789",
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
};

/** sprig's `derivePassword`: the algorithm of Master Password. */
function derivedPassword(
  counter: number,
  type: string,
  password: string,
  user: string,
  site: string,
): string {
  const templates = Object.hasOwn(PASSWORD_TEMPLATES, type) ? PASSWORD_TEMPLATES[type] : undefined;
  if (!templates) return `cannot find password template ${type}`;
  const salt = Buffer.concat([Buffer.from(SEED), uint32(Buffer.byteLength(user)), Buffer.from(user)]);
  const key = scryptSync(password, salt, 64, { N: 32768, r: 8, p: 2, maxmem: 128 * 1024 * 1024 });
  const message = [Buffer.from(SEED), uint32(Buffer.byteLength(site)), Buffer.from(site), uint32(counter)];
  const seed = createHmac("sha256", key).update(Buffer.concat(message)).digest();
  const template = templates[(seed[0] ?? 0) % templates.length] ?? "";
  return [...template]
    .map((kind, index) => {
      const characters = CHARACTERS[kind] ?? "";
      return characters.charAt((seed[index + 1] ?? 0) % characters.length);
    })
    .join("");
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** sprig's `decryptAES`: AES in CBC mode, with the password as its key. */
function decrypted(password: string, text: string): string {
  if (text === "") return "";
  const key = Buffer.alloc(32);
  key.write(password);
  const bytes = Buffer.from(text, "base64");
  if (bytes.length <= 16 || bytes.length % 16 !== 0)
    throw new TemplateError("'decryptAES' is given what is not encrypted");
  const decipher = createDecipheriv("aes-256-cbc", key, bytes.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]);
  return plain.subarray(0, plain.length - (plain.at(-1) ?? 0)).toString("utf8");
}
