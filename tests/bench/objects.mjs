// What scenarios are written with: many objects, in files that are judged in one go.

/** So many of what a function makes of a number. */
export const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));
/** The same as one text. */
export const lines = (count, make) => times(count, make).join("");
/** Objects as the documents of one file. */
export const joined = (objects) => objects.join("---\n");

/** Objects in files of two hundred each: what is written in one file is judged in one go. */
export const filed = (objects) =>
  Object.fromEntries(
    times(Math.ceil(objects.length / 200), (index) => [
      `f${index}.yaml`,
      joined(objects.slice(index * 200, (index + 1) * 200)),
    ]),
  );

/** An object of any kind; its body is YAML. */
export const object = (apiVersion, kind, name, body, namespace = "") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}${namespace && `, namespace: ${namespace}`} }\n${body}\n`;
/** A role or a binding. */
export const rbac = (kind, name, body, namespace) =>
  object("rbac.authorization.k8s.io/v1", kind, name, body, namespace);
