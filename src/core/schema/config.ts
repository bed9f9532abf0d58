import type {FromSchema} from "json-schema-to-ts";

const port = {type: "integer", minimum: 0, maximum: 65535} as const;
/** Positive, and so far from the ends of the doubles that what is computed from it is finite. */
const amount = {type: "number", exclusiveMinimum: 0, minimum: 1e-6, maximum: 1e6} as const;

/** The configuration file, config.json. Published at /schemas/config.json; every key may be left out. */
export const configSchema = {
  $id: "Config",
  title: "Scorebook configuration",
  type: "object",
  additionalProperties: false,
  properties: {
    $schema: {type: "string", description: "where this schema is published, for editors"},
    host: {
      type: "string",
      minLength: 1,
      pattern: "^[A-Za-z0-9_.:%-]*$",
      default: "127.0.0.1",
      description: "the address that both ports listen on"
    },
    port_api: {...port, default: 8080, description: "port of the API; 0 lets the system choose"},
    port_dashboard: {...port, default: 8081, description: "port of the pages; 0 lets the system choose"},
    port_bokeh: {...port, description: "an older name of port_dashboard"},
    dns: {
      type: ["string", "null"],
      maxLength: 253,
      pattern:
        "^([A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*)?$",
      default: null,
      description: "the public name under which people reach this machine, shown in printed addresses"
    },
    base_path: {
      type: "string",
      pattern: "^(/[A-Za-z0-9._~-]+)*/?$",
      maxLength: 200,
      default: "",
      description: "the path under which a proxy publishes everything, such as /scorebook"
    },
    data: {
      type: "string",
      minLength: 1,
      default: "data/demo-set",
      description: "folder of the data set, relative to the folder the command is run in"
    },
    model: {
      type: "string",
      pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
      default: "demo",
      description: "name of a folder under models/"
    },
    language: {type: "string", enum: ["en", "fr"], default: "en", description: "language of the start page"},
    cost: {
      type: "object",
      additionalProperties: false,
      description: "what a wrong decision costs, in any one unit; replaces the costs the model was made with",
      properties: {
        false_negative: {
          ...amount,
          default: 10,
          description: "approving a default"
        },
        false_positive: {
          ...amount,
          default: 1,
          description: "declining a good client"
        }
      }
    },
    score: {
      type: "object",
      additionalProperties: false,
      description: "how log-odds become points; replaces the scale the model was made with",
      properties: {
        base_score: {
          type: "number",
          minimum: -100_000,
          maximum: 100_000,
          default: 600,
          description: "points at base_odds"
        },
        base_odds: {
          ...amount,
          default: 10,
          description: "good clients per bad one at base_score"
        },
        pdo: {
          type: "number",
          exclusiveMinimum: 0,
          minimum: 0.01,
          maximum: 10_000,
          default: 40,
          description: "points that double the odds"
        }
      }
    },
    overrides: {
      type: "object",
      additionalProperties: false,
      description: "decisions of officers against the model's",
      properties: {
        second_person: {
          type: "boolean",
          default: false,
          description: "whether an override counts only when a second person has confirmed it"
        }
      }
    },
    demo_feed: {
      type: "boolean",
      description: "whether the live desk may show a demonstration stream; by default only on generated data"
    }
  }
} as const;

export type ConfigFile = FromSchema<typeof configSchema>;
