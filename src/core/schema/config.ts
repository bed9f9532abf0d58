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
    auth: {
      type: "object",
      additionalProperties: false,
      required: ["tokens"],
      description: "who may ask; without it everybody may, and host must be this machine's own",
      properties: {
        tokens: {
          type: "string",
          minLength: 1,
          description: "the file that npm run token keeps, relative to the folder the command is run in"
        },
        session_hours: {
          type: "number",
          exclusiveMinimum: 0,
          minimum: 0.01,
          maximum: 720,
          default: 12,
          description: "hours after which a browser signs in again"
        }
      }
    },
    allowed_hosts: {
      type: "array",
      maxItems: 100,
      items: {type: "string", minLength: 1, maxLength: 253, pattern: "^[^\\s/?#@*:]+$|^[0-9A-Fa-f:]+$"},
      default: [],
      description:
        "names, without port, that requests may be sent to besides this machine's own, host and dns"
    },
    allowed_origins: {
      type: "array",
      maxItems: 100,
      items: {type: "string", maxLength: 300, pattern: "^https?://[^\\s/?#@*\\\\]+$"},
      default: [],
      description: "origins of other sites whose pages may ask, such as https://desk.example.org"
    },
    trusted_proxies: {
      type: "array",
      maxItems: 100,
      items: {type: "string", pattern: "^[0-9A-Fa-f:.]+(/\\d{1,3})?$"},
      default: ["127.0.0.0/8", "::1"],
      description: "addresses of proxies that tell truly from where and by which scheme they were asked"
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
    currency: {
      type: ["object", "null"],
      additionalProperties: false,
      default: null,
      description: "how amounts are written: by a code or by a sign of your own; bare numbers when absent",
      properties: {
        code: {
          type: "string",
          pattern: "^[A-Z]{3}$",
          description: "code of ISO 4217, such as EUR; each language writes it its own way"
        },
        sign: {
          type: "string",
          pattern: "^[\\p{L}\\p{Sc}][\\p{L}\\p{Sc}.]{0,7}$",
          description: "what to write instead of a code, such as Kč"
        },
        digits: {
          type: "integer",
          minimum: 0,
          maximum: 4,
          default: 0,
          description: "decimals of amounts that are rounded for reading; raw records keep up to 2"
        }
      }
    },
    results: {
      type: "object",
      additionalProperties: false,
      properties: {
        keep: {
          type: "object",
          additionalProperties: false,
          description: "what is kept of finished jobs beside each client's latest score and explanation",
          properties: {
            older: {
              type: "integer",
              minimum: 0,
              maximum: 1_000_000,
              default: 1000,
              description: "how many at most, over all clients"
            },
            days: {
              type: "number",
              minimum: 0,
              maximum: 36_500,
              default: 7,
              description: "for how many days at most"
            }
          }
        }
      }
    },
    redis: {
      type: ["object", "null"],
      additionalProperties: false,
      required: ["url"],
      default: null,
      description:
        "the Redis that several replicas share; without it results are kept in SQLite by one process",
      properties: {
        url: {
          type: "string",
          pattern: "^rediss?://[^\\s]+$",
          maxLength: 1000,
          description: "redis:// or, with TLS, rediss://; the password may come from SCOREBOOK_REDIS_PASSWORD"
        },
        prefix: {
          type: "string",
          pattern: "^[A-Za-z0-9._-]{1,60}$",
          default: "scorebook",
          description: "what the names of all keys begin with; replicas of one data set share it"
        },
        private_network: {
          type: "boolean",
          default: false,
          description: "states that nobody can listen between here and a remote Redis without TLS"
        }
      }
    },
    rate_limit: {
      type: "object",
      additionalProperties: false,
      required: ["requests"],
      description: "what one caller may ask, known by name or address; no bound when absent",
      properties: {
        requests: {type: "integer", minimum: 1, maximum: 1_000_000, description: "so many requests"},
        seconds: {
          type: "integer",
          minimum: 1,
          maximum: 86_400,
          default: 60,
          description: "in so many seconds"
        }
      }
    },
    threads: {
      type: ["integer", "string"],
      minimum: 0,
      maximum: 64,
      pattern: "^auto$",
      default: 0,
      description:
        "threads that compute explanations and batches beside the event loop; auto is one less than the processors, and at least one"
    },
    demo_feed: {
      type: "boolean",
      description: "whether the live desk may show a demonstration stream; by default only on generated data"
    }
  }
} as const;

export type ConfigFile = FromSchema<typeof configSchema>;
