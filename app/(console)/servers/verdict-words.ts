import { clientProfiles } from '@/lib/diagnosis/profiles';
import type { ServerListQuery } from '@/lib/servers/dto';

const words = { accept: 'Accepted by', reject: 'Refused by', unknown: 'Not known for' } as const;

/** The list's filter by a client's verdict, in words: "Refused by Python 3.13 and later". */
export function verdictWords({ client, verdict }: Pick<ServerListQuery, 'client' | 'verdict'>): string | null {
  const profile = clientProfiles.find(({ id }) => id === client);
  return profile && verdict ? `${words[verdict]} ${profile.label}` : null;
}
