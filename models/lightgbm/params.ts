export type ParamValue = string | number | boolean | readonly (string | number)[];
/** LightGBM's parameters by their documented names, e.g. {objective: "binary", num_leaves: 31}. */
export type Params = Readonly<Record<string, ParamValue | undefined>>;

/** Writes parameters as LightGBM reads them, "name=value name=value"; it stays quiet unless verbosity says otherwise. */
export function paramsToString(params: Params): string {
  return Object.entries({verbosity: -1, ...params})
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(",") : String(value)}`)
    .join(" ");
}
