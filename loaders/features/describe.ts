import type {Node} from "./expression.ts";

const written = new WeakMap<Node, string>();

/** Writes an expression out in full, the same text for the same meaning in every process. */
export function describe(n: Node): string {
  const known = written.get(n);
  if (known !== undefined) return known;
  const text = write(n);
  written.set(n, text);
  return text;
}

function write(n: Node): string {
  if (n.op === "literal") return n.exactness === "flag" ? (n.value ? "true" : "false") : String(n.value);
  if (n.op === "column") return `${n.frame}.${n.column}`;
  const args = n.args.map(describe);
  if (n.op === "oneOf") return `${args[0]} in (${n.texts!.join("|")})`;
  if (n.column) args.unshift(`${n.column} to ${n.frame}`);
  if (n.op === "parent") args.unshift(`each ${n.frame}`);
  return `${n.op}(${args.join(", ")})`;
}
