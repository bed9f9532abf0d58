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
declare module "@observablehq/inputs";
