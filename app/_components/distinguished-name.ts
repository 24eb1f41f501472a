/** The common name of "CN=mcp.corp.example, O=Corp", else the whole name. */
export function shortName(name: string): string {
  const match = /(?:^|[,/+\n]\s*)CN\s*=\s*((?:\\.|[^,+\n\\])+)/i.exec(name);
  return match?.[1]?.trim() || name || 'no name';
}
