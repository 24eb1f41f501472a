export interface SealedColumn {
  /** As `seal` is told it; no two columns share one. */
  field: string;
  table: string;
  column: string;
  /** Column with the row's id. */
  id: string;
  /** Column with what people call the row. */
  name: string;
  /** What a row is, for messages: "server". */
  noun: string;
  /** Column that is true for rows whose secrets are sealed anew from elsewhere at every start. */
  isRestored: string;
}

const server = { table: 'mcp_servers', id: 'server_id', name: 'server_name', noun: 'server', isRestored: 'is_config' };

/** Every column with what `seal` made. The check at start and the rotation of the key walk this list. */
export const sealedColumns = [
  { ...server, field: 'credentials', column: 'credentials' },
  { ...server, field: 'static_headers', column: 'static_headers' },
] as const satisfies SealedColumn[];

/** What may be sealed: a column of the list, or the value that tells one key from another. */
export type SealedField = (typeof sealedColumns)[number]['field'] | 'key_check';
