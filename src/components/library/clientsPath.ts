export interface ClientsRequest {
  /** Features, columns of the application, target, and the columns of the table scores; clientId comes by itself. */
  columns?: readonly string[];
  /** A condition in SQL on any column of the table clients, such as "CODE_GENDER = 'F' AND app_age < 30". */
  where?: string;
  /** At most so many clients, those of the lowest ids. */
  limit?: number;
}

/** Writes the path, from the site's root, at which the server answers a request for clients. */
export function clientsPath({columns = [], where, limit}: ClientsRequest): string {
  const query = new URLSearchParams({columns: ["clientId", ...columns].join(",")});
  if (where !== undefined) query.set("where", where);
  if (limit !== undefined) query.set("limit", String(limit));
  return `/v1/features.arrow?${query}`;
}
