import type { AuthType } from '@/lib/servers/schema';

export const authLabels: Record<AuthType, string> = {
  none: 'None',
  api_key: 'API key',
  bearer_token: 'Bearer token',
  basic: 'Basic (user:password)',
  authorization: 'Authorization header (raw)',
};

export const secretLabels: Record<Exclude<AuthType, 'none'>, { label: string; description: string }> = {
  api_key: { label: 'API key', description: 'Sent as the header x-api-key.' },
  bearer_token: { label: 'Token', description: 'Sent as Authorization: Bearer, followed by the token.' },
  basic: { label: 'User name and password', description: 'Written user:password; sent as Authorization: Basic.' },
  authorization: { label: 'Authorization value', description: 'Sent in the Authorization header as it stands here.' },
};
