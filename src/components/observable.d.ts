declare module "observablehq:stdlib" {
  export interface File {
    name: string;
    href: string;
    size: number;
    json(): Promise<unknown>;
    text(): Promise<string>;
    arrayBuffer(): Promise<ArrayBuffer>;
  }
  export function FileAttachment(name: string): File;
  /** Redraws whenever the width of its place changes. */
  export function resize(render: (width: number, height: number) => Node | Promise<Node>): HTMLDivElement;
}

declare module "@observablehq/inputs" {
  /** Options of a table; the documentation of Inputs has the rest. */
  export interface TableOptions {
    columns?: readonly string[];
    header?: Readonly<Record<string, string | Node>>;
    format?: Readonly<Record<string, (value: never, index: number, data: unknown) => unknown>>;
    select?: boolean;
    rows?: number;
    [option: string]: unknown;
  }
  export function table(data: Iterable<object>, options?: TableOptions): HTMLElement;
}
