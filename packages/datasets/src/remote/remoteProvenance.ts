/** Where records come from, plain data to be written beside them. */
export interface RemoteProvenance {
  /** Name of the database, e.g. `Materials Project`. */
  readonly source: string;
  /** Address of its interface. */
  readonly url: string;
  /** Version of the database, where it tells one. */
  readonly databaseVersion?: string;
  /** Version of the interface, where it tells one. */
  readonly apiVersion?: string;
  /** What was asked for: the parameters of the request, without any key. */
  readonly query: Readonly<Record<string, string>>;
  /** When the first page was fetched, ISO 8601 in UTC. */
  readonly retrieved: string;
  /** Number of records of the query, where the server tells. */
  readonly total?: number;
  /** How to cite the data, where it is known. */
  readonly citation?: string;
  /** Licence of the data, where it is known. */
  readonly license?: string;
}
