import { Prisma } from '../db/generated/client';
import { statusColumns } from './status';

/** The columns and verdicts of a server that has not been checked as it is now. */
export const noResult = {
  ...statusColumns('unknown'),
  mcpEra: null,
  lastHealthCheck: null,
  healthCheckCode: null,
  healthCheckError: null,
  certificateExpiresAt: null,
  lastReport: Prisma.DbNull,
  verdicts: { deleteMany: {} },
};
