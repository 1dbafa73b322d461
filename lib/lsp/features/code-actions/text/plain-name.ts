/** What can stand in YAML without quotes, whatever version of it is read. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]*$/;
const NOT_A_TEXT = /^(?:y|yes|n|no|on|off|true|false|null|nan|inf)$/i;

/** A name as the value of a field, with quotes if it needs them. */
export function fieldOf(name: string): string {
  return PLAIN.test(name) && !NOT_A_TEXT.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
}
