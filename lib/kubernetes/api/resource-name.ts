/** A resource as rules name it: `pods/exec`. */
export function resourceName({
  resource,
  subresource,
}: {
  resource: string;
  subresource?: string | undefined;
}): string {
  return subresource === undefined ? resource : `${resource}/${subresource}`;
}
