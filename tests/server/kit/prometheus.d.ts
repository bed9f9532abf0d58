declare module "parse-prometheus-text-format" {
  /** A family of metrics as the parser gives it. */
  export interface Metric {
    name: string;
    type: string;
    help: string;
    metrics: {value?: string; labels?: Record<string, string>}[];
  }
  export default function parsePrometheusTextFormat(text: string): Metric[];
}
