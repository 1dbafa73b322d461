/** A line that permits or denies: `p, subject, resource, action, object, effect`. */
export interface Permission {
  type: "p";
  /** The number of the line in its text, from 0. */
  line: number;
  subject: string;
  resource: string;
  action: string;
  object: string;
  /** As it is written: only `allow` and `deny` have a meaning, and a line with any other does nothing. */
  effect: string;
}

/** A line that gives a user, a group or a role what a role has: `g, member, role`. */
export interface Grouping {
  type: "g";
  line: number;
  member: string;
  role: string;
}

/** What keeps Argo CD from loading a policy. */
export interface LoadDefect {
  line: number;
  /**
   * A quote in the middle of a field, or one that is not closed; the wrong number of fields; or a first field other
   * than `p` and `g`.
   */
  id: "quotes" | "fieldCount" | "lineType";
  /** The first field, as far as it can be read. */
  type: string;
  /** The number of fields. */
  count: number;
}

export interface PolicyText {
  lines: readonly (Permission | Grouping)[];
  defects: readonly LoadDefect[];
}

/**
 * Reads a policy as Argo CD loads it: argo-cd util/rbac/rbac.go, argocdAdapter.LoadPolicy and loadPolicyLine. Lines are
 * trimmed; empty lines and those that begin with `#` are left out. One line that does not load keeps the whole policy
 * from being loaded.
 */
export function readPolicy(text: string): PolicyText {
  const lines: (Permission | Grouping)[] = [];
  const defects: LoadDefect[] = [];
  text.split("\n").forEach((one, line) => {
    const content = one.trim();
    if (content === "" || content.startsWith("#")) return;
    const fields = csvFields(content);
    const [type = "", first = "", second = "", third = "", fourth = "", effect = ""] = fields ?? [];
    const defect = (id: LoadDefect["id"]) => defects.push({ line, id, type, count: fields?.length ?? 0 });
    if (!fields) defect("quotes");
    else if (OTHER_SECTIONS.includes(type)) return;
    else if (type !== "p" && type !== "g") defect("lineType");
    else if (fields.length !== FIELDS[type]) defect("fieldCount");
    else if (type === "g") lines.push({ type, line, member: first, role: second });
    else lines.push({ type, line, subject: first, resource: second, action: third, object: fourth, effect });
  });
  return { lines, defects };
}

/** How many fields a line has, by its first. */
export const FIELDS = { p: 6, g: 3 } as const;

/** Sections of the casbin model that take any line, and never look at it. */
const OTHER_SECTIONS = ["r", "e", "m"];

/**
 * The fields of a line, as Go's encoding/csv reads them with TrimLeadingSpace: blanks before a field are dropped, those
 * behind it are kept. Undefined if it refuses the quotes.
 */
function csvFields(line: string): string[] | undefined {
  const fields: string[] = [];
  let rest = line;
  for (;;) {
    rest = rest.trimStart();
    if (!rest.startsWith('"')) {
      const comma = rest.indexOf(",");
      const field = comma < 0 ? rest : rest.slice(0, comma);
      if (field.includes('"')) return undefined;
      fields.push(field);
      if (comma < 0) return fields;
      rest = rest.slice(comma + 1);
      continue;
    }
    const quoted = quotedField(rest);
    if (!quoted) return undefined;
    fields.push(quoted.field);
    if (quoted.end === rest.length) return fields;
    rest = rest.slice(quoted.end + 1);
  }
}

/** The field in quotes at the start of a text, and where it ends: at a comma, or at the end of the text. */
function quotedField(text: string): { field: string; end: number } | undefined {
  let close = text.indexOf('"', 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  const end = close + 1;
  if (close < 0 || (end < text.length && text[end] !== ",")) return undefined;
  return { field: text.slice(1, close).replaceAll('""', '"'), end };
}
