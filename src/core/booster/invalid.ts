import {ScorebookError} from "../errors.ts";

/** Where in a model file something is: the tree's index (absent in the header and the tail), the key and the 1-based line. */
export interface Place {
  tree?: number;
  key?: string;
  line: number;
}

/** Makes the MODEL_INVALID error that names tree, key and line, and says what was found and expected. */
export function invalid({tree, key, line}: Place, message: string): ScorebookError {
  const where = [
    tree === undefined ? null : `tree ${tree}`,
    key === undefined ? null : `key "${key}"`,
    `line ${line}`
  ]
    .filter((part) => part !== null)
    .join(", ");
  const path = `${tree === undefined ? "" : `/trees/${tree}`}${key === undefined ? "" : `/${key}`}` || "/";
  return new ScorebookError("MODEL_INVALID", `The model file is invalid at ${where}: ${message}.`, [
    {code: "MODEL_INVALID", path, message: `${message} (line ${line})`}
  ]);
}

/** Shortens a piece of the file so that it fits in a sentence. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
